"""Handles of the C library."""

from __future__ import annotations

import functools
from typing import Any, Optional

from ..errors import InvalidArgument
from .c_library import ffi, library
from .not_copyable import NotCopyableMixin

# The memory of a wiki in bytes, with its connection and a response. PyPy cannot see it and would free wikis too late.
_SIZES = {"wiki": 1 << 20}


class Handle(NotCopyableMixin):
    """
    A handle of the C library, freed after close() or by the garbage collector, as soon as no call uses it.
    """

    def __init__(self, pointer: Any, kind: str) -> None:
        self._pointer: Optional[Any] = ffi().gc(pointer, _free(kind), _SIZES.get(kind, 0))
        self._kind = kind

    @property
    def pointer(self) -> Any:
        """The pointer for C. Holding a reference to it keeps the handle from being freed."""
        pointer = self._pointer
        if pointer is None:
            raise InvalidArgument(f"the {self._kind} was closed")
        return pointer

    def close(self) -> None:
        """Drops the reference to the pointer. Does nothing the second time."""
        self._pointer = None


@functools.lru_cache(maxsize=None)
def _free(kind: str) -> Any:
    """Returns the C function that frees handles of this kind."""
    return getattr(library(), f"mwa_{kind}_free")
