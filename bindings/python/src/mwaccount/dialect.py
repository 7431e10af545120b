"""How one talks with a wiki."""

from __future__ import annotations

from .str_enum import StrEnum


class Dialect(StrEnum):
    """How one talks with a wiki."""

    AUTH_MANAGER = "authmanager"
    """AuthManager: 1.27 and later."""

    LEGACY_API = "legacy"
    """The legacy API: 1.21 to 1.26."""

    WEB_FORM = "webform"
    """The sign-up form: up to 1.20, and where the API is off."""


class Format(StrEnum):
    """The format of the legacy API."""

    JSON = "json"
    XML = "xml"
