"""Warnings of a creation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class CreationWarning:
    """
    A deviation from the request that did not keep the account from being created.

    Attributes:
        NOT_OFFERED: The wiki does not offer a requested value, which was left out.
        NAME_CHANGED: The account has another name than the requested one.
        FIELD_UNUSED: A field was given that the wiki did not ask for.
        MOVED: The wiki moved away from the given address.
        ANSWER_LOST: The wiki's response was lost or unclear, and the existence check found the account.
        SETUP_UNFINISHED: The account exists, but the wiki's further steps (such as a second factor) may not be
            completed.
        code: One of the codes above, or the wiki's own.
        message: A sentence for people.
    """

    NOT_OFFERED: ClassVar[str] = "not-offered"
    NAME_CHANGED: ClassVar[str] = "name-changed"
    FIELD_UNUSED: ClassVar[str] = "field-unused"
    MOVED: ClassVar[str] = "moved"
    ANSWER_LOST: ClassVar[str] = "answer-lost"
    SETUP_UNFINISHED: ClassVar[str] = "setup-unfinished"
    code: str
    message: str
