"""Handles of the C library."""

from __future__ import annotations

import atexit
import functools
import gc
import platform
import weakref
from typing import Any, Dict, Optional

from ..errors import InvalidArgument
from .c_library import ffi, library
from .not_copyable import NotCopyableMixin

# The memory of a wiki in bytes, with its connection and a response. PyPy cannot see it and would free wikis too late.
_SIZES = {"wiki": 1 << 20}

# The pointers that free the handles in use, by weak references to the plain ones.
_in_use: Dict["weakref.ref[Any]", Any] = {}


class Handle(NotCopyableMixin):
    """
    A handle of the C library, freed after close() or by the garbage collector, as soon as no call uses it.

    The garbage collector of CPython finalizes the objects of a cycle in any order, and calls `__del__` of some that
    still use others. A pointer that cffi frees (ffi.gc) would be such an object. So no object has it: they have a plain
    pointer, which the garbage collector does not track. That is gone when the whole cycle is finalized and nothing has
    brought it back.
    """

    def __init__(self, pointer: Any, kind: str) -> None:
        self._pointer: Optional[Any] = ffi().cast(ffi().typeof(pointer), pointer)
        self._kind = kind
        # The callback is not Python code, so that no signal handler interrupts it.
        reference = weakref.ref(self._pointer, _in_use.pop)
        _in_use[reference] = ffi().gc(pointer, _free(kind), _SIZES.get(kind, 0))

    @property
    def pointer(self) -> Any:
        """The pointer for C. Holding a reference to it keeps the handle from being freed."""
        pointer = self._pointer
        if pointer is None:
            raise InvalidArgument(f"the {self._kind} was closed")
        return pointer

    @property
    def is_closed(self) -> bool:
        """True after close()."""
        return self._pointer is None

    def close(self) -> None:
        """Drops the reference to the pointer. Does nothing the second time."""
        self._pointer = None


@functools.lru_cache(maxsize=None)
def _free(kind: str) -> Any:
    """Returns the C function that frees handles of this kind."""
    return getattr(library(), f"mwa_{kind}_free")


def free_closed() -> None:
    """
    Frees the handles that were closed and that no call uses. Only PyPy frees them later otherwise: a journal would stay
    locked until then.
    """
    if platform.python_implementation() == "PyPy":
        for _ in range(3):
            gc.collect()


@atexit.register
def _leave_to_the_system() -> None:
    """
    Frees none of the handles that are in use when the interpreter exits: it finalizes the pointers that free them, too,
    while some objects still use them.
    """
    for owned in list(_in_use.values()):
        ffi().gc(owned, None)
