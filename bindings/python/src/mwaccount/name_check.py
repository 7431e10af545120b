"""The results of Wiki.check_names()."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from .steps import Refused
from .str_enum import StrEnum


class NameStatus(StrEnum):
    """
    The wiki's answer to whether a name can be used for a new account.

    Members:
        FREE: There is no account of this name. From 1.28 on the wiki would accept it; older and private wikis may still
            refuse it.
        TAKEN: There is an account of this name, on this wiki or on one with which it shares its accounts.
        NOT_ALLOWED: The wiki does not accept the name: it is invalid, or on a blacklist.
        TOO_SIMILAR: The name is too similar to another one (AntiSpoof).
        UNKNOWN: The wiki did not tell, for the reason of the refusal.
    """

    FREE = "free"
    TAKEN = "taken"
    NOT_ALLOWED = "not-allowed"
    TOO_SIMILAR = "too-similar"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class NameCheck:
    """
    The result of a check of one name of many.

    Attributes:
        asked_name: The name that was asked for.
        name: The name as the wiki spells it; None if it does not show that.
        status: The wiki's answer.
        refusal: The refusal of a name that is not free, or why its status is unknown; None if it is free.
    """

    asked_name: str
    name: Optional[str]
    status: NameStatus
    refusal: Optional[Refused]
