"""
Ties enums to the constants of the C header, which alone holds the numbers: AUTH_MANAGER of the enum Dialect is
MWA_DIALECT_AUTH_MANAGER.
"""

from __future__ import annotations

import re
from typing import Optional, Type, TypeVar

from ..str_enum import StrEnum
from .library import library

SomeEnum = TypeVar("SomeEnum", bound=StrEnum)


def number(member: StrEnum) -> int:
    """Returns the number that the header has for the member."""
    enum = re.sub("(?<!^)[A-Z]", r"_\g<0>", type(member).__name__).upper()
    constant: int = getattr(library(), f"MWA_{enum}_{member.name}")
    return constant


def member(enum: Type[SomeEnum], wanted: int) -> Optional[SomeEnum]:
    """Returns the member with this number; None for one that only a newer library knows."""
    return next((member for member in enum if number(member) == wanted), None)
