"""Objects that are given up at the end of a `with`."""

from __future__ import annotations

from typing import TypeVar

from .handle import Handle
from .not_copyable import NotCopyableMixin

Self = TypeVar("Self", bound="Closeable")


class Closeable(NotCopyableMixin):
    """An object of the C library, which is freed by close(), at the end of a `with`, or when nobody refers to it."""

    _handle: Handle

    def close(self) -> None:
        """Frees it; a call of another thread that is under way ends first. A second time does nothing."""
        self._handle.close()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()
