"""Where a creation, or the creator's login, stands. Steps are plain values, which `match` takes apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Optional, Tuple, Union

from .captcha import Captcha
from .creation_warning import CreationWarning
from .field import Field
from .reason import Reason
from .str_enum import StrEnum


class StepKind(StrEnum):
    """Where a creation, or the creator's login, stands."""

    CREATED = "created"
    LOGGED_IN = "logged-in"
    ASK = "ask"
    REDIRECT = "redirect"
    RESTART = "restart"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Created:
    """The account exists, and this creation made it."""

    kind: ClassVar[StepKind] = StepKind.CREATED

    name: str
    """The account's name as the wiki gives it."""

    user_id: Optional[int] = None
    """Its number, where the wiki says it (1.21 to 1.26)."""

    warnings: Tuple[CreationWarning, ...] = ()
    """What did not go as wished."""


@dataclass(frozen=True)
class LoggedIn:
    """The creator is logged in: creations are the creator's from now on."""

    kind: ClassVar[StepKind] = StepKind.LOGGED_IN

    name: str
    """The creator's."""


@dataclass(frozen=True)
class _Prompt:
    """Fields to fill: a captcha, a second factor, anything."""

    message: Optional[str] = None
    """What the wiki says about it, where it says anything."""

    fields: Tuple[Field, ...] = ()
    """In the wiki's order; the answer to a captcha is the field "captcha"."""

    captcha: Optional[Captcha] = None
    """The captcha to show, if one is asked."""

    account_exists: Optional[bool] = None
    """Whether the account exists already and this is about what follows; None where the wiki does not tell."""

    def field(self, name: str) -> Optional[Field]:
        """The field of this name."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True)
class Ask(_Prompt):
    """The wiki wants fields filled: answer()."""

    kind: ClassVar[StepKind] = StepKind.ASK


@dataclass(frozen=True)
class Restart(_Prompt):
    """The wiki wants to begin anew, with these fields: answer()."""

    kind: ClassVar[StepKind] = StepKind.RESTART


@dataclass(frozen=True)
class Redirect:
    """The user must go to an address and come back: returned(), or answer() with the fields."""

    kind: ClassVar[StepKind] = StepKind.REDIRECT

    url: str = field(repr=False)
    """For the user's browser; it may hold secrets of a login service."""

    data: Optional[str] = field(default=None, repr=False)
    """What else the wiki says about it, as JSON."""

    fields: Tuple[Field, ...] = ()
    """What the return address will carry."""

    account_exists: Optional[bool] = None
    """Whether the account exists already; None where the wiki does not tell."""


@dataclass(frozen=True)
class Refused:
    """The wiki said no, and nothing was created: revise(), or leave it."""

    kind: ClassVar[StepKind] = StepKind.REFUSED

    reason: Reason
    """What it is about, the same on every release."""

    code: Optional[str]
    """The wiki's own code, where it gave one."""

    message: str
    """The wiki's own text, or the library's where it gave none."""

    retry_after: Optional[int] = None
    """The seconds to wait before another try can help, where that is known."""


@dataclass(frozen=True)
class Unknown:
    """Perhaps created: the answer was lost or unclear."""

    kind: ClassVar[StepKind] = StepKind.UNKNOWN

    name: str
    """The name that was asked for."""

    reason: Reason
    """What went wrong."""

    code: Optional[str]
    """The wiki's own code, where it gave one."""

    evidence: str
    """What happened to the request, what was found out since, and how to find out more."""


Step = Union[Created, LoggedIn, Ask, Redirect, Restart, Refused, Unknown]
"""Where a creation, or the creator's login, stands."""
