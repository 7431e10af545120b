"""Conversations with a wiki."""

from __future__ import annotations

from typing import Optional

from ._native import to_c
from ._native.call import Runner, make, make_or_none, run
from ._native.closeable import Closeable
from ._native.handle import Handle
from ._native.value_check import check_type
from .reason import Reason
from .request import Request
from .response import Failure, Response


class Conversation(Closeable):
    """
    A conversation with a wiki.

    The library sends its requests, or the caller does with an HTTP client of its own: see next_request(), feed() and
    feed_failure(), which never block.
    """

    def __init__(self, handle: Handle, runner: Runner) -> None:
        self._handle = handle
        self._runner = runner
        self._latest: Optional[Handle] = None

    def next_request(self) -> Optional[Request]:
        """
        Returns the next request to send, or None if the conversation waits for its caller or has ended.

        Each request is returned once: feed() or feed_failure() comes next. After None, step() (or the method that
        returns the result) sends nothing.

        The caller sleeps for Request.wait seconds before sending, follows no redirects and stores no cookies. It may
        repeat a request only if its effect is Effect.READ. Some HTTP clients resend a request by themselves when a
        kept-alive connection turns out to be closed, so send every other kind over a new connection. A request with an
        OAuth 1.0a token is never repeated: the wiki accepts each of its signatures once, and for 300 seconds.
        """
        request = make_or_none("request", "mwa_conversation_next_request", self._handle)
        return None if request is None else Request(request)

    def feed(self, response: Response) -> None:
        """Accepts the response to the request from next_request(). Ignores it if no request is pending."""
        run("mwa_conversation_feed", self._handle, to_c.response(response))

    def feed_failure(self, failure: Failure, message: str, reason: Reason = Reason.UNREACHABLE) -> None:
        """
        Reports that there is no response to the request from next_request().

        The message is a sentence without secrets. The reason is UNREACHABLE, TOO_LARGE, INSECURE, PROTOCOL or
        CANCELLED. Unless the failure is Failure.NOT_SENT, the conversation then checks whether the account exists.
        """
        check_type("failure", failure, Failure)
        check_type("message", message, str)
        check_type("reason", reason, Reason)
        run("mwa_conversation_feed_failure", self._handle, failure, reason, message)

    def _advance(self) -> Handle:
        """Continues to the next step and returns it."""
        self._latest = None
        self._latest = make("step", "mwa_conversation_step", self._handle, runner=self._runner)
        return self._latest

    def _current_step(self) -> Handle:
        """Returns the latest step, or continues to the first one."""
        return self._latest or self._advance()
