"""What a wiki asks of new accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from .captcha import Captcha
from .dialect import Dialect
from .field import Field
from .steps import Refused


@dataclass(frozen=True)
class Requirements:
    """What was found out without creating anything. None means that it cannot be known on this wiki."""

    dialect: Optional[Dialect]
    """What the wiki speaks; None for what only a newer library knows."""

    generator: Optional[str] = None
    """The wiki's release, "MediaWiki 1.39.17"."""

    may_create: Optional[bool] = None
    """Whether this caller may create accounts there."""

    refusal: Optional[Refused] = None
    """Why this caller may not."""

    fields: Tuple[Field, ...] = ()
    """Those of a new account; of alternative ways (a password, a button) all."""

    captcha_asked: Optional[bool] = None
    """Whether a captcha is asked; on 1.21 and 1.22 one may be enforced that the API does not show."""

    captcha: Optional[Captcha] = None
    """The captcha, where the wiki shows it beforehand (1.27 and later); a probe does not spend it."""

    name_good: Optional[bool] = None
    """Whether the name that was asked about would be taken."""

    name_refusal: Optional[Refused] = None
    """Why it would not."""

    password_good: Optional[bool] = None
    """Whether the password that was asked about would be taken (1.29 and later)."""

    password_refusal: Optional[Refused] = None
    """Why it would not."""

    email_required: Optional[bool] = None
    """Whether an e-mail address must be given."""

    single_sign_on: bool = False
    """Whether accounts come from a single sign-on service only."""
