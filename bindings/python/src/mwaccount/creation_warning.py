"""Warnings of a creation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class CreationWarning:
    """Something that did not go as wished while the account was created all the same."""

    NOT_OFFERED: ClassVar[str] = "not-offered"
    """The wiki does not take something that was wished; it was left out."""

    NAME_CHANGED: ClassVar[str] = "name-changed"
    """The account has another name than was asked for."""

    FIELD_UNUSED: ClassVar[str] = "field-unused"
    """A field was given that the wiki did not ask for."""

    MOVED: ClassVar[str] = "moved"
    """The wiki moved from the address that was given."""

    ANSWER_LOST: ClassVar[str] = "answer-lost"
    """The wiki's answer was lost or unclear, and the account was found there."""

    SETUP_UNFINISHED: ClassVar[str] = "setup-unfinished"
    """The account exists, but further steps of the wiki did not come to their end, or nobody knows."""

    code: str
    """One of the codes above, or the wiki's own."""

    message: str
    """A sentence."""
