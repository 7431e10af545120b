"""Calls that Ctrl-C can interrupt."""

from __future__ import annotations

import sys
import threading
from typing import Callable, Optional

from . import background_thread
from .background_thread import BackgroundCall
from .c_library import library
from .handle import Handle
from .log import Log


class InterruptibleRunner:
    """
    Makes the long-running calls of a wiki and its conversations, which share one runner.

    Python runs signal handlers in the main thread between two bytecode instructions, so never during a C call.
    Therefore the main thread lets a background thread make its calls and waits. An exception during the wait cancels
    the call, and is raised again when the call has ended. The conversation keeps the outcome. Other threads run no
    signal handlers, and make their calls themselves.
    """

    def __init__(self, canceller: Handle, log: Optional[Log]) -> None:
        self._canceller = canceller
        # Keeps the log alive: the C library calls it as long as the wiki or one of its conversations exists.
        self._log = log

    def __call__(self, call: Callable[[], int]) -> int:
        # At the interpreter's exit no other thread runs, not even one that has been kept.
        if threading.current_thread() is not threading.main_thread() or sys.is_finalizing():
            return call()
        try:
            thread = background_thread.take()
        except RuntimeError:
            # No thread can be started.
            return call()
        background = BackgroundCall(call)
        try:
            thread.make(background)
            return background.result()
        except BaseException:
            if background.prevent():
                # The thread may have been given the call or not.
                thread.stop()
            elif not background.has_ended:
                self._cancel(background)
            raise
        finally:
            background_thread.put_back(thread)

    def _cancel(self, background: BackgroundCall) -> None:
        """Cancels the call, waits for its end, and restores the canceller."""
        canceller = self._canceller.pointer
        was_cancelled = library().mwa_canceller_is_cancelled(canceller)
        library().mwa_canceller_cancel(canceller)
        background.wait()
        if not was_cancelled:
            library().mwa_canceller_reset(canceller)
