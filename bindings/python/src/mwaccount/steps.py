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
    """
    The kind of a step.

    Members:
        CREATED: A Created.
        LOGGED_IN: A LoggedIn.
        ASK: An Ask.
        REDIRECT: A Redirect.
        RESTART: A Restart.
        REFUSED: A Refused.
        UNKNOWN: An Unknown.
    """

    CREATED = "created"
    LOGGED_IN = "logged-in"
    ASK = "ask"
    REDIRECT = "redirect"
    RESTART = "restart"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Created:
    """
    The account was created (PASS; Success before 1.27).

    Attributes:
        name: The account's name as the wiki returned it.
        user_id: The account's user ID, if the wiki returned it (1.21 to 1.26).
        warnings: Deviations from the request, such as values that the wiki does not offer.
    """

    kind: ClassVar[StepKind] = StepKind.CREATED

    name: str
    user_id: Optional[int] = None
    warnings: Tuple[CreationWarning, ...] = ()


@dataclass(frozen=True)
class LoggedIn:
    """
    The creator is logged in (PASS). Later creations are made by the creator.

    Attributes:
        name: The creator's user name.
    """

    kind: ClassVar[StepKind] = StepKind.LOGGED_IN

    name: str


@dataclass(frozen=True)
class Prompt:
    """
    A prompt: fields to fill in, such as a captcha or a second factor. Every prompt is an Ask or a Restart.

    Attributes:
        message: The wiki's message to the user, or None.
        fields: The fields in the wiki's order. The answer to a captcha is the field "captcha".
        captcha: The captcha to show, or None.
        account_exists: True if the account already exists and the prompt belongs to its setup; None if unknown.
    """

    message: Optional[str] = None
    fields: Tuple[Field, ...] = ()
    captcha: Optional[Captcha] = None
    account_exists: Optional[bool] = None

    def field(self, name: str) -> Optional[Field]:
        """Returns the field with this name, or None."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True)
class Ask(Prompt):
    """
    The wiki asks for input (UI). Continue with answer().

    Its attributes are those of a Prompt: message, fields, captcha and account_exists.
    """

    kind: ClassVar[StepKind] = StepKind.ASK


@dataclass(frozen=True)
class Restart(Prompt):
    """
    The wiki requires the user to start over with these fields (RESTART). Continue with answer().

    Its attributes are those of a Prompt: message, fields, captcha and account_exists.
    """

    kind: ClassVar[StepKind] = StepKind.RESTART


@dataclass(frozen=True)
class Redirect:
    """
    The user has to visit an address and come back (REDIRECT). Continue with returned() or answer().

    Attributes:
        url: The address for the user's browser. It may contain secrets of a login service.
        data: Further data about the redirect from the wiki, as JSON.
        fields: The fields whose values the return address will contain.
        account_exists: True if the account already exists; None if unknown.
    """

    kind: ClassVar[StepKind] = StepKind.REDIRECT

    url: str = field(repr=False)
    data: Optional[str] = field(default=None, repr=False)
    fields: Tuple[Field, ...] = ()
    account_exists: Optional[bool] = None


@dataclass(frozen=True)
class RateLimit:
    """
    A limit of the wiki: so many actions in this time.

    Attributes:
        count: The number of actions that the wiki allows.
        period: The time in which it allows them, in seconds.
    """

    count: int
    period: int


@dataclass(frozen=True)
class Refused:
    """
    The wiki refused, and nothing was created (FAIL). Both a creation and a login can continue with revise().

    Attributes:
        reason: The reason, the same on every release of MediaWiki.
        code: The wiki's own error code, or None.
        message: The wiki's error message, or the library's if the wiki sent none.
        retry_after: The seconds to wait before trying again; None if unknown.
        rate_limit: The limit of new accounts that was reached, if the wiki names it (acct_creation_throttle_hit).
        may_resubmit: True if this was a warning: revise() with the same account may create it (AbuseFilter).
        account_request_url: The page on which an account can be requested, if the wiki creates none for visitors; None
            otherwise.
    """

    kind: ClassVar[StepKind] = StepKind.REFUSED

    reason: Reason
    code: Optional[str]
    message: str
    retry_after: Optional[int] = None
    rate_limit: Optional[RateLimit] = None
    may_resubmit: bool = False
    account_request_url: Optional[str] = None


@dataclass(frozen=True)
class Unknown:
    """
    The account may have been created: the wiki's response was lost or unclear, and so was the existence check.

    Attributes:
        name: The requested name.
        reason: The reason why the response was lost or unclear.
        code: The wiki's own error code, or None.
        evidence: A sentence with what happened to the request, what the existence check found, and what to do next.
    """

    kind: ClassVar[StepKind] = StepKind.UNKNOWN

    name: str
    reason: Reason
    code: Optional[str]
    evidence: str


Step = Union[Created, LoggedIn, Ask, Redirect, Restart, Refused, Unknown]
"""A step of a creation or a login: its state, and its result at the end."""

CreationStep = Union[Created, Ask, Redirect, Restart, Refused, Unknown]
"""A step of a creation."""

LoginStep = Union[LoggedIn, Ask, Redirect, Restart, Refused]
"""A step of a login."""
