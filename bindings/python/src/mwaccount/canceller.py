"""Cancelling calls."""

from __future__ import annotations

from ._native.c_library import library
from ._native.handle import Handle
from ._native.not_copyable import NotCopyableMixin


class Canceller(NotCopyableMixin):
    """Cancels the calls of a wiki, from any thread and at any time. It may outlive its wiki."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    def cancel(self) -> None:
        """
        Cancels the call in progress within milliseconds, and every later call before it sends anything, until reset().

        A cancelled call raises Cancelled if certainly nothing was created. It returns Unknown if a request that may
        create the account had already been sent.
        """
        library().mwa_canceller_cancel(self._handle.pointer)

    def reset(self) -> None:
        """Clears the cancellation, so that calls work again."""
        library().mwa_canceller_reset(self._handle.pointer)

    def is_cancelled(self) -> bool:
        """Returns True between cancel() and reset()."""
        return bool(library().mwa_canceller_is_cancelled(self._handle.pointer))
