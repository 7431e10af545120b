"""Lets Ctrl-C end a call under way."""

from __future__ import annotations

import contextvars
import threading
from concurrent.futures import Future
from typing import Callable, Optional

from .handle import Handle
from .library import library
from .log import Log


class InterruptibleRunner:
    """
    Makes the calls of a wiki that may take long. The wiki has one, and its conversations share it.

    Python runs the handlers of signals in its main thread, between two of its own instructions, of which there are none
    while C works. So another thread makes the main thread's calls, and the main thread waits. What interrupts the
    waiting cancels the call, and is raised when the call has ended; the conversation keeps what came of it.
    """

    def __init__(self, canceller: Handle, log: Optional[Log]) -> None:
        self._canceller = canceller
        # The C library calls the log as long as the wiki or one of its conversations exists, so it is kept here.
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
        """Has the call end, and leaves the canceller as it was."""
        if background.prevent():
            return
        canceller = self._canceller.pointer
        was_cancelled = library().mwa_canceller_is_cancelled(canceller)
        library().mwa_canceller_cancel(canceller)
        background.wait()
        if not was_cancelled:
            library().mwa_canceller_reset(canceller)


class _BackgroundCall:
    """A call in a thread of its own."""

    def __init__(self, call: Callable[[], int]) -> None:
        self._call = call
        self._context = contextvars.copy_context()
        self._claimed = threading.Lock()
        self._done: Future[int] = Future()
        self._thread = threading.Thread(target=self._call_in_thread, name="mwaccount")

    def start(self) -> bool:
        """Begins the call; False if no thread can be begun, as at the end of a process."""
        try:
            self._thread.start()
        except RuntimeError:
            return False
        return True

    def result(self) -> int:
        """Waits for the end of the call, and of its thread."""
        result = self._done.result()
        self._thread.join()
        return result

    def prevent(self) -> bool:
        """Whether the call has ended, or never began; then it never will."""
        return self._claimed.acquire(blocking=False) or self._done.done()

    def wait(self) -> None:
        """Waits for the end of the call, whatever else interrupts the waiting: it is a matter of milliseconds."""
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
