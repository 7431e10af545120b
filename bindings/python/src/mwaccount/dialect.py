"""Dialects and formats."""

from __future__ import annotations

from .str_enum import StrEnum


class Dialect(StrEnum):
    """The interface of a wiki through which accounts are created."""

    AUTH_MANAGER = "authmanager"
    """AuthManager, MediaWiki 1.27 and later (action=createaccount, action=clientlogin)."""

    LEGACY_API = "legacy"
    """The legacy API, MediaWiki 1.21 to 1.26 (action=createaccount)."""

    WEB_FORM = "webform"
    """The sign-up form, MediaWiki up to 1.20 and wikis whose API is disabled."""


class Format(StrEnum):
    """The format of the legacy API's responses."""

    JSON = "json"
    XML = "xml"
