"""Events of a run of many accounts. They are plain values that `match` can destructure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional, Tuple, Union

from .creation_warning import CreationWarning
from .reason import Reason
from .steps import Ask, Redirect, Restart
from .str_enum import StrEnum


class Outcome(StrEnum):
    """The outcome of a row."""

    CREATED = "created"
    """The account exists, and this run or an earlier one with the same journal created it."""

    REFUSED = "refused"
    """The wiki refused the account. Nothing was created."""

    UNKNOWN = "unknown"
    """The account may have been created. The next run with the same journal asks the wiki again."""

    INVALID = "invalid"
    """Nothing was sent, because the row is invalid or repeats a name."""

    SKIPPED = "skipped"
    """The row was skipped at a step. Nothing was created; the next run tries it again."""


@dataclass(frozen=True)
class RowResult:
    """A row has its result. Results come in the order of the rows."""

    number: int
    """The number of the row."""

    asked: str
    """The name that was asked for."""

    outcome: Outcome
    """The outcome."""

    time: datetime
    """The time of the result, in UTC."""

    name: Optional[str] = None
    """The name of the account as the wiki spells it."""

    user_id: Optional[int] = None
    """The account's user ID, if the wiki returned it (1.21 to 1.26)."""

    reason: Optional[Reason] = None
    """The reason of a refusal, of an unknown outcome or of an invalid row."""

    code: Optional[str] = None
    """The wiki's own error code, or None."""

    message: Optional[str] = None
    """A sentence for people: the wiki's message, or the evidence of an unknown outcome."""

    warnings: Tuple[CreationWarning, ...] = ()
    """The warnings of a created account."""

    earlier: bool = False
    """True if the result is of an earlier run, from the journal."""

    changed: bool = False
    """
    True if the row has other values now than when the account was created or may have been; the account has the earlier
    ones.
    """


@dataclass(frozen=True)
class Wait:
    """Before the next event, the run waits. To stop instead, leave the loop."""

    seconds: float
    """The time to wait."""

    until: datetime
    """The end of the wait, in UTC."""

    reason: Reason
    """The reason."""

    message: str
    """A sentence for people: what is waited for, in the wiki's words if it gave any."""


@dataclass(frozen=True)
class Stop:
    """The run cannot go on, and the loop ends. The rows that are left have no result."""

    reason: Reason
    """The reason."""

    code: Optional[str]
    """The wiki's own error code, or None."""

    message: str
    """A sentence for people: what happened and what to do."""

    can_go_on_at: Optional[datetime] = None
    """The time at which the run can go on, in UTC, or None if that is not known."""


Event = Union[Ask, Redirect, Restart, RowResult, Wait, Stop]
"""An event of a run. An Ask, a Redirect or a Restart is a step to answer, of a row or of the creator's login."""
