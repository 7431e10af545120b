"""Calls that Ctrl-C can interrupt."""

from __future__ import annotations

import contextvars
import threading
from concurrent.futures import Future
from typing import Callable, Optional

from .c_library import library
from .handle import Handle
from .log import Log


class InterruptibleRunner:
    """
    Makes the long-running calls of a wiki and its conversations, which share one runner.

    Python runs signal handlers in the main thread between two bytecode instructions, so never during a C call.
    Therefore the main thread lets a background thread make its calls and waits. An exception during the wait cancels
    the call, and is raised again when the call has ended. The conversation keeps the outcome.
    """

    def __init__(self, canceller: Handle, log: Optional[Log]) -> None:
        self._canceller = canceller
        # Keeps the log alive: the C library calls it as long as the wiki or one of its conversations exists.
        self._log = log

    def __call__(self, call: Callable[[], int]) -> int:
        if threading.current_thread() is not threading.main_thread():
            return call()
        background = _BackgroundCall(call)
        try:
            if not background.start():
                return call()
            return background.result()
        except BaseException:
            self._cancel(background)
            raise

    def _cancel(self, background: _BackgroundCall) -> None:
        """Cancels the call, waits for its end, and restores the canceller."""
        if background.prevent():
            return
        canceller = self._canceller.pointer
        was_cancelled = library().mwa_canceller_is_cancelled(canceller)
        library().mwa_canceller_cancel(canceller)
        background.wait()
        if not was_cancelled:
            library().mwa_canceller_reset(canceller)


class _BackgroundCall:
    """A call in a background thread."""

    def __init__(self, call: Callable[[], int]) -> None:
        self._call = call
        self._context = contextvars.copy_context()
        self._claimed = threading.Lock()
        self._done: Future[int] = Future()
        self._thread = threading.Thread(target=self._call_in_thread, name="mwaccount")

    def start(self) -> bool:
        """Starts the thread. Returns False if none can be started, as at interpreter exit."""
        try:
            self._thread.start()
        except RuntimeError:
            return False
        return True

    def result(self) -> int:
        """Waits for the call and its thread to end, and returns the status."""
        result = self._done.result()
        self._thread.join()
        return result

    def prevent(self) -> bool:
        """Prevents a call that has not started. Returns False if the call is running."""
        return self._claimed.acquire(blocking=False) or self._done.done()

    def wait(self) -> None:
        """Waits for the call to end, ignoring further interruptions. A cancelled call ends within milliseconds."""
        while not self._done.done():
            try:
                self._done.exception()
            except BaseException:
                continue

    def _call_in_thread(self) -> None:
        if not self._claimed.acquire(blocking=False):
            return
        try:
            self._done.set_result(self._context.run(self._call))
        except BaseException as exc:
            self._done.set_exception(exc)
