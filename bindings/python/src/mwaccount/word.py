"""Enums whose members are words, the same in every language the library is used from."""

from __future__ import annotations

import enum


class Word(str, enum.Enum):
    """A member is its word: `Reason.NAME_TAKEN == "name-taken"`."""

    def __str__(self) -> str:
        return str(self.value)
