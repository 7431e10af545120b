"""Enums of strings."""

from __future__ import annotations

import enum


class StrEnum(str, enum.Enum):
    """An enum whose members are equal to their strings: `Reason.NAME_TAKEN == "name-taken"`."""

    def __str__(self) -> str:
        return str(self.value)
