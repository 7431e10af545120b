"""Warnings of a creation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class CreationWarning:
    """A deviation from the request that did not keep the account from being created."""

    NOT_OFFERED: ClassVar[str] = "not-offered"
    """The wiki does not offer a requested value, which was left out."""

    NAME_CHANGED: ClassVar[str] = "name-changed"
    """The account has another name than the requested one."""

    FIELD_UNUSED: ClassVar[str] = "field-unused"
    """A field was given that the wiki did not ask for."""

    MOVED: ClassVar[str] = "moved"
    """The wiki moved away from the given address."""

    ANSWER_LOST: ClassVar[str] = "answer-lost"
    """The wiki's response was lost or unclear, and the existence check found the account."""

    SETUP_UNFINISHED: ClassVar[str] = "setup-unfinished"
    """The account exists, but the wiki's further steps (such as a second factor) may not be completed."""

    code: str
    """One of the codes above, or the wiki's own."""

    message: str
    """A sentence for people."""
