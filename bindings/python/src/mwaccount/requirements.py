"""Results of probes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from .captcha import Captcha
from .dialect import Dialect
from .field import Field
from .steps import Refused


@dataclass(frozen=True)
class Requirements:
    """The requirements of a wiki for a new account, returned by Wiki.probe(). None means unknown on this wiki."""

    dialect: Optional[Dialect]
    """The wiki's dialect; None for one that only a newer version of the package knows."""

    generator: Optional[str] = None
    """The wiki's release, such as "MediaWiki 1.39.17"."""

    may_create: Optional[bool] = None
    """True if this caller may create accounts."""

    refusal: Optional[Refused] = None
    """The refusal, if may_create is False."""

    fields: Tuple[Field, ...] = ()
    """The fields of a new account, including those of all alternatives (a password or a button)."""

    captcha_asked: Optional[bool] = None
    """True if a captcha is required. Wikis of 1.21 and 1.22 may enforce one that the API does not show."""

    captcha: Optional[Captcha] = None
    """The captcha, if the wiki shows it beforehand (1.27 and later). The probe does not use it up."""

    name_good: Optional[bool] = None
    """True if the wiki would accept the name."""

    name_refusal: Optional[Refused] = None
    """The refusal, if name_good is False."""

    password_good: Optional[bool] = None
    """True if the wiki would accept the password (known on 1.29 and later)."""

    password_refusal: Optional[Refused] = None
    """The refusal, if password_good is False."""

    email_required: Optional[bool] = None
    """True if an e-mail address is required."""

    single_sign_on: bool = False
    """True if accounts come only from a single sign-on service."""
