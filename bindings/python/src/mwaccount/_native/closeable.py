"""Objects with a close() method."""

from __future__ import annotations

from typing import TypeVar

from .handle import Handle
from .not_copyable import NotCopyableMixin

Self = TypeVar("Self", bound="Closeable")


class Closeable(NotCopyableMixin):
    """An object of the C library that is freed by close(), by the end of a `with`, or by the garbage collector."""

    _handle: Handle

    def close(self) -> None:
        """Frees the object, after a call that another thread is making. Does nothing if it is already closed."""
        self._handle.close()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()
