"""What the C library gives and wants back."""

from __future__ import annotations

import os
from typing import Any, Optional

from ..errors import InvalidArgument
from .library import ffi, library
from .not_copyable import NotCopyableMixin

# What a wiki holds, in bytes, with its connection and a response. PyPy, which does not see it, frees it in time so.
_SIZES = {"wiki": 1 << 20}


class Handle(NotCopyableMixin):
    """
    A handle of the C library: freed when it was closed or nobody refers to it any more, and no call uses it.

    It belongs to the process that made it. A process that was forked has the same sockets, and two that talk on one
    connection would read each other's answers.
    """

    def __init__(self, pointer: Any, kind: str) -> None:
        self._pointer: Optional[Any] = ffi().gc(pointer, getattr(library(), f"mwa_{kind}_free"), _SIZES.get(kind, 0))
        self._kind = kind
        self._process = os.getpid()

    @property
    def pointer(self) -> Any:
        """What goes over to C; whoever holds it keeps it from being freed."""
        pointer = self._pointer
        if pointer is None:
            raise InvalidArgument(f"the {self._kind} was closed")
        if self._process != os.getpid():
            raise InvalidArgument(
                f"the {self._kind} was made by another process; make one after forking, or take up what that one"
                " suspended"
            )
        return pointer

    def close(self) -> None:
        """Gives it up, if nobody did."""
        self._pointer = None
