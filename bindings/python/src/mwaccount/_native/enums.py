"""
Conversion between enums and the constants of the C header.

Dialect.AUTH_MANAGER is MWA_DIALECT_AUTH_MANAGER. The numbers are in the header only.
"""

from __future__ import annotations

import functools
import re
from typing import Any, Dict, Optional, Type, TypeVar

from ..str_enum import StrEnum
from .c_library import library

SomeEnum = TypeVar("SomeEnum", bound=StrEnum)


# Typed, because members of different enums may have the same text, and are equal then.
@functools.lru_cache(maxsize=None, typed=True)
def number(member: StrEnum) -> int:
    """Returns the number of a member in the header."""
    # Not a template, for which the module re may import another one: that fails at the exit of the interpreter.
    enum = re.sub("(?<!^)[A-Z]", lambda letter: f"_{letter[0]}", type(member).__name__).upper()
    constant: int = getattr(library(), f"MWA_{enum}_{member.name}")
    return constant


def member(enum: Type[SomeEnum], wanted: int) -> Optional[SomeEnum]:
    """Returns the member with this number, or None for a number of a newer library."""
    found: Optional[SomeEnum] = _members(enum).get(wanted)
    return found


@functools.lru_cache(maxsize=None)
def _members(enum: Any) -> Dict[int, Any]:
    return {number(member): member for member in enum}
