"""Dialects and formats."""

from __future__ import annotations

from .str_enum import StrEnum


class Dialect(StrEnum):
    """
    The interface of a wiki through which accounts are created.

    Members:
        AUTH_MANAGER: AuthManager, MediaWiki 1.27 and later (action=createaccount, action=clientlogin).
        LEGACY_API: The legacy API, MediaWiki 1.21 to 1.26 (action=createaccount).
        WEB_FORM: The sign-up form, MediaWiki up to 1.20 and wikis whose API is disabled.
    """

    AUTH_MANAGER = "authmanager"
    LEGACY_API = "legacy"
    WEB_FORM = "webform"


class Format(StrEnum):
    """
    The format of the legacy API's responses.

    Members:
        JSON: JSON.
        XML: XML.
    """

    JSON = "json"
    XML = "xml"
