"""Steps of creations and logins. They are plain values that `match` can destructure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Optional, Tuple, Union

from .captcha import Captcha
from .creation_warning import CreationWarning
from .field import Field
from .reason import Reason
from .str_enum import StrEnum


class StepKind(StrEnum):
    """The kind of a step."""

    CREATED = "created"
    LOGGED_IN = "logged-in"
    ASK = "ask"
    REDIRECT = "redirect"
    RESTART = "restart"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Created:
    """The account was created (PASS; Success before 1.27)."""

    kind: ClassVar[StepKind] = StepKind.CREATED

    name: str
    """The account's name as the wiki returned it."""

    user_id: Optional[int] = None
    """The account's user ID, if the wiki returned it (1.21 to 1.26)."""

    warnings: Tuple[CreationWarning, ...] = ()
    """Deviations from the request, such as values that the wiki does not offer."""


@dataclass(frozen=True)
class LoggedIn:
    """The creator is logged in (PASS). Later creations are made by the creator."""

    kind: ClassVar[StepKind] = StepKind.LOGGED_IN

    name: str
    """The creator's user name."""


@dataclass(frozen=True)
class _Prompt:
    """A prompt: fields to fill in, such as a captcha or a second factor."""

    message: Optional[str] = None
    """The wiki's message to the user, or None."""

    fields: Tuple[Field, ...] = ()
    """The fields in the wiki's order. The answer to a captcha is the field "captcha"."""

    captcha: Optional[Captcha] = None
    """The captcha to show, or None."""

    account_exists: Optional[bool] = None
    """True if the account already exists and the prompt belongs to its setup; None if unknown."""

    def field(self, name: str) -> Optional[Field]:
        """Returns the field with this name, or None."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True)
class Ask(_Prompt):
    """The wiki asks for input (UI). Continue with answer()."""

    kind: ClassVar[StepKind] = StepKind.ASK


@dataclass(frozen=True)
class Restart(_Prompt):
    """The wiki requires the user to start over with these fields (RESTART). Continue with answer()."""

    kind: ClassVar[StepKind] = StepKind.RESTART


@dataclass(frozen=True)
class Redirect:
    """The user has to visit an address and come back (REDIRECT). Continue with returned() or answer()."""

    kind: ClassVar[StepKind] = StepKind.REDIRECT

    url: str = field(repr=False)
    """The address for the user's browser. It may contain secrets of a login service."""

    data: Optional[str] = field(default=None, repr=False)
    """Further data about the redirect from the wiki, as JSON."""

    fields: Tuple[Field, ...] = ()
    """The fields whose values the return address will contain."""

    account_exists: Optional[bool] = None
    """True if the account already exists; None if unknown."""


@dataclass(frozen=True)
class RateLimit:
    """A limit of the wiki: so many actions in this time."""

    count: int
    """The number of actions that the wiki allows."""

    period: int
    """The time in which it allows them, in seconds."""


@dataclass(frozen=True)
class Refused:
    """The wiki refused, and nothing was created (FAIL). Both a creation and a login can continue with revise()."""

    kind: ClassVar[StepKind] = StepKind.REFUSED

    reason: Reason
    """The reason, the same on every release of MediaWiki."""

    code: Optional[str]
    """The wiki's own error code, or None."""

    message: str
    """The wiki's error message, or the library's if the wiki sent none."""

    retry_after: Optional[int] = None
    """The seconds to wait before trying again; None if unknown."""

    rate_limit: Optional[RateLimit] = None
    """The limit of new accounts that was reached, if the wiki names it (acct_creation_throttle_hit)."""

    may_resubmit: bool = False
    """True if this was a warning: revise() with the same account may create it (AbuseFilter)."""
    account_request_url: Optional[str] = None
    """The page on which an account can be requested, if the wiki creates none for visitors; None otherwise."""


@dataclass(frozen=True)
class Unknown:
    """The account may have been created: the wiki's response was lost or unclear, and so was the existence check."""

    kind: ClassVar[StepKind] = StepKind.UNKNOWN

    name: str
    """The requested name."""

    reason: Reason
    """The reason why the response was lost or unclear."""

    code: Optional[str]
    """The wiki's own error code, or None."""

    evidence: str
    """A sentence with what happened to the request, what the existence check found, and what to do next."""


Step = Union[Created, LoggedIn, Ask, Redirect, Restart, Refused, Unknown]
"""A step of a creation or a login: its state, and its result at the end."""
