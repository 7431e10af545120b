"""Handles of the C library."""

from __future__ import annotations

import os
from typing import Any, Optional

from ..errors import InvalidArgument
from .library import ffi, library
from .not_copyable import NotCopyableMixin

# The memory of a wiki in bytes, with its connection and a response. PyPy cannot see it and would free wikis too late.
_SIZES = {"wiki": 1 << 20}


class Handle(NotCopyableMixin):
    """
    A handle of the C library, freed after close() or by the garbage collector, as soon as no call uses it.

    It belongs to the process that made it. A forked child shares the sockets, and parent and child would read each
    other's responses.
    """

    def __init__(self, pointer: Any, kind: str) -> None:
        self._pointer: Optional[Any] = ffi().gc(pointer, getattr(library(), f"mwa_{kind}_free"), _SIZES.get(kind, 0))
        self._kind = kind
        self._process = os.getpid()

    @property
    def pointer(self) -> Any:
        """The pointer for C. Holding a reference to it keeps the handle from being freed."""
        pointer = self._pointer
        if pointer is None:
            raise InvalidArgument(f"the {self._kind} was closed")
        if self._process != os.getpid():
            raise InvalidArgument(
                f"the {self._kind} was made by another process; make a new one after the fork, or resume a suspended"
                " conversation"
            )
        return pointer

    def close(self) -> None:
        """Drops the reference to the pointer. Does nothing the second time."""
        self._pointer = None
