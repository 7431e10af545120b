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
    """
    The outcome of a row.

    Members:
        CREATED: The account exists, and this run or an earlier one with the same journal created it.
        REFUSED: The wiki refused the account. Nothing was created.
        UNKNOWN: The account may have been created. The next run with the same journal asks the wiki again.
        INVALID: Nothing was sent, because the row is invalid or repeats a name.
        SKIPPED: The row was skipped at a step. Nothing was created; the next run tries it again.
    """

    CREATED = "created"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    INVALID = "invalid"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class RowResult:
    """
    A row has its result. Results come in the order of the rows.

    Attributes:
        number: The number of the row.
        asked: The name that was asked for.
        outcome: The outcome.
        time: The time of the result, in UTC.
        name: The name of the account as the wiki spells it.
        user_id: The account's user ID, if the wiki returned it (1.21 to 1.26).
        reason: The reason of a refusal, of an unknown outcome or of an invalid row.
        code: The wiki's own error code, or None.
        message: A sentence for people: the wiki's message, or the evidence of an unknown outcome.
        warnings: The warnings of a created account.
        earlier: True if the result is of an earlier run, from the journal.
        changed: True if the row has other values now than when the account was created or may have been; the account
            has the earlier ones.
    """

    number: int
    asked: str
    outcome: Outcome
    time: datetime
    name: Optional[str] = None
    user_id: Optional[int] = None
    reason: Optional[Reason] = None
    code: Optional[str] = None
    message: Optional[str] = None
    warnings: Tuple[CreationWarning, ...] = ()
    earlier: bool = False
    changed: bool = False


@dataclass(frozen=True)
class Wait:
    """
    Before the next event, the run waits. To stop instead, leave the loop.

    Attributes:
        seconds: The time to wait.
        until: The end of the wait, in UTC.
        reason: The reason.
        message: A sentence for people: what is waited for, in the wiki's words if it gave any.
    """

    seconds: float
    until: datetime
    reason: Reason
    message: str


@dataclass(frozen=True)
class Stop:
    """
    The run cannot go on, and the loop ends. The rows that are left have no result.

    Attributes:
        reason: The reason.
        code: The wiki's own error code, or None.
        message: A sentence for people: what happened and what to do.
        can_go_on_at: The time at which the run can go on, in UTC, or None if that is not known.
    """

    reason: Reason
    code: Optional[str]
    message: str
    can_go_on_at: Optional[datetime] = None


Event = Union[Ask, Redirect, Restart, RowResult, Wait, Stop]
"""An event of a run. An Ask, a Redirect or a Restart is a step to answer, of a row or of the creator's login."""
