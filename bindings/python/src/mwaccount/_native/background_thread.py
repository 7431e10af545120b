"""Threads that make the calls of the main thread."""

from __future__ import annotations

import contextlib
import contextvars
import os
import threading
from typing import Callable, List, Optional


class BackgroundCall:
    """A call that a background thread makes, once, in the context of the code that asked for it."""

    def __init__(self, call: Callable[[], int]) -> None:
        self._call = call
        self._context = contextvars.copy_context()
        self._claimed = threading.Lock()
        self._ended = threading.Lock()
        self._ended.acquire()
        self.has_ended = False
        self._status = 0
        self._exception: Optional[BaseException] = None

    def make(self) -> None:
        """Makes the call, unless it was prevented. For the background thread."""
        if not self._claimed.acquire(blocking=False):
            return
        try:
            self._status = self._context.run(self._call)
        except BaseException as exc:
            self._exception = exc
        finally:
            self.has_ended = True
            self._ended.release()

    def result(self) -> int:
        """Waits for the call, and returns its status or raises its exception. A signal handler may raise first."""
        self._ended.acquire()
        if self._exception is not None:
            raise self._exception
        return self._status

    def prevent(self) -> bool:
        """Prevents a call that has not begun. Returns False if it has begun or ended."""
        return self._claimed.acquire(blocking=False)

    def wait(self) -> None:
        """Waits for the call to end, ignoring further interruptions. A cancelled call ends within milliseconds."""
        while not self.has_ended:
            try:
                self._ended.acquire()
            except BaseException:
                continue


class BackgroundThread:
    """
    A thread that makes one call at a time. Between calls it sleeps, and is kept for the next one: to start a thread
    takes longer than everything else that this package does for an account.
    """

    def __init__(self) -> None:
        """Starts the thread. Raises RuntimeError if none can be started."""
        self._call: Optional[BackgroundCall] = None
        self.is_stopped = False
        self._begin = threading.Lock()
        self._begin.acquire()
        # A daemon, because the interpreter would wait for others at its exit. No call runs then: the main thread waits
        # for each.
        self._thread = threading.Thread(target=self._make_calls, name="mwaccount", daemon=True)
        self._thread.start()

    def make(self, call: BackgroundCall) -> None:
        """Begins a call. The previous one must have ended."""
        self._call = call
        self._begin.release()

    def stop(self) -> None:
        """Ends the thread, after the call that it is making."""
        self.is_stopped = True
        # It is released already if the thread has not noticed its latest call yet.
        with contextlib.suppress(RuntimeError):
            self._begin.release()

    def join(self) -> None:
        """Waits for a stopped thread to end."""
        self._thread.join()

    def _make_calls(self) -> None:
        while True:
            self._begin.acquire()
            call, self._call = self._call, None
            if call is not None:
                call.make()
            if self.is_stopped:
                return
            # The call keeps the handles of its arguments from being freed.
            del call


_idle: List[BackgroundThread] = []


def take() -> BackgroundThread:
    """
    Returns an idle thread, or starts one. There are several only if a signal handler makes a call during another one.
    """
    try:
        return _idle.pop()
    except IndexError:
        return BackgroundThread()


def put_back(thread: BackgroundThread) -> None:
    """Keeps a thread for the next call, unless it was stopped."""
    if not thread.is_stopped:
        _idle.append(thread)


def _end_idle_threads() -> None:
    """Ends the idle threads before a fork, which copies no other thread than its own, and warns of others."""
    threads = []
    with contextlib.suppress(IndexError):
        while True:
            threads.append(_idle.pop())
    for thread in threads:
        thread.stop()
    for thread in threads:
        thread.join()


if hasattr(os, "register_at_fork"):
    # A thread may have become idle since, in another thread or in another function that is called before the fork.
    os.register_at_fork(before=_end_idle_threads, after_in_child=_idle.clear)
