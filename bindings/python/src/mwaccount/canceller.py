"""Cancels calls."""

from __future__ import annotations

from ._native.handle import Handle
from ._native.library import library
from ._native.not_copyable import NotCopyableMixin


class Canceller(NotCopyableMixin):
    """Cancels the calls of a wiki, from any thread at any time. It outlives its wiki."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    def cancel(self) -> None:
        """
        Ends the call under way, within milliseconds, and every later one before it sends anything, until reset(). The
        call fails with Cancelled if surely nothing was created, and comes to Unknown where a request that may create
        the account was on its way.
        """
        library().mwa_canceller_cancel(self._handle.pointer)

    def reset(self) -> None:
        """Ends a cancellation, so that calls are possible again."""
        library().mwa_canceller_reset(self._handle.pointer)

    def is_cancelled(self) -> bool:
        """Whether a cancellation holds."""
        return bool(library().mwa_canceller_is_cancelled(self._handle.pointer))
