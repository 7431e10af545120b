"""Conversations with a wiki."""

from __future__ import annotations

from typing import Optional

from ._native import to_c
from ._native.call import make, make_or_none, run
from ._native.closeable import Closeable
from ._native.handle import Handle
from ._native.interruptible_runner import InterruptibleRunner
from .reason import Reason
from .request import Request
from .response import Failure, Response


class Conversation(Closeable):
    """
    A conversation with a wiki. The library sends its requests, or the host does so with an HTTP client of its own:
    next_request(), feed() and feed_failure(), which never wait for anything.
    """

    def __init__(self, handle: Handle, runner: InterruptibleRunner) -> None:
        self._handle = handle
        self._runner = runner
        self._latest: Optional[Handle] = None

    def next_request(self) -> Optional[Request]:
        """
        The request that the conversation wants sent, given once before feed() or feed_failure(); None when it waits for
        its caller or has ended, and then tells where it stands without sending anything.

        The host waits for Request.wait first, follows no redirect, keeps no cookie, and may repeat what is
        RequestKind.READ only. That holds for its HTTP client too: some send a request again by themselves when a
        connection that was kept turns out to be closed, so what is not RequestKind.READ should have a new one.
        """
        request = make_or_none("request", "mwa_conversation_next_request", self._handle)
        return None if request is None else Request(request)

    def feed(self, response: Response) -> None:
        """Takes the response to the request that next_request() gave. One to no request is passed over."""
        run("mwa_conversation_feed", self._handle, to_c.response(response))

    def feed_failure(self, failure: Failure, message: str, reason: Reason = Reason.UNREACHABLE) -> None:
        """
        Takes word that there is no response to the request that next_request() gave, and why: in a sentence without
        secrets, and as one of the reasons UNREACHABLE, TOO_LARGE, INSECURE, PROTOCOL and CANCELLED. After anything but
        Failure.NOT_SENT the conversation finds out what came of the request.
        """
        run("mwa_conversation_feed_failure", self._handle, failure, reason, message)

    def _advance(self) -> Handle:
        """Goes on to the next step."""
        self._latest = None
        self._latest = make("step", "mwa_conversation_step", self._handle, runner=self._runner)
        return self._latest

    def _current_step(self) -> Handle:
        """The step it came to last, or comes to now."""
        return self._latest or self._advance()
