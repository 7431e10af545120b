"""
Ties enums to the constants of the C header, which alone holds the numbers: AUTH_MANAGER of the enum Dialect is
MWA_DIALECT_AUTH_MANAGER.
"""

from __future__ import annotations

import re
from typing import Optional, Type, TypeVar

from ..word import Word
from .library import library

SomeWord = TypeVar("SomeWord", bound=Word)


def number(word: Word) -> int:
    """The number that stands for the word in the header."""
    enum = re.sub("(?<!^)[A-Z]", r"_\g<0>", type(word).__name__).upper()
    constant: int = getattr(library(), f"MWA_{enum}_{word.name}")
    return constant


def word(enum: Type[SomeWord], wanted: int) -> Optional[SomeWord]:
    """The word with this number; None for one that only a newer library knows."""
    return next((word for word in enum if number(word) == wanted), None)
