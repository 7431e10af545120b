"""Enums of words, which are the same in every language that uses the library."""

from __future__ import annotations

import enum


class StrEnum(str, enum.Enum):
    """An enum whose members equal their values: `Reason.NAME_TAKEN == "name-taken"`."""

    def __str__(self) -> str:
        return str(self.value)
