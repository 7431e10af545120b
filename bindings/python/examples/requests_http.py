"""Sends the requests of a conversation with requests."""

from __future__ import annotations

import ssl
import time
from typing import Iterator, List, Tuple

import requests
import urllib3.exceptions

from mwaccount import Conversation, Effect, Failure, Reason, Request, Response


class RequestsHttp:
    """
    Sends each request over a new connection, because urllib3 may resend it on a kept-alive one.

    Ignores proxies and netrc passwords from the environment and stores no cookies, so that requests are sent unchanged.
    """

    def __init__(self, timeout: float = 30, max_body: int = 1 << 20) -> None:
        self._timeout = timeout
        self._max_body = max_body
        self.sent: List[Effect] = []
        """The effects of the requests sent so far."""

    def drive(self, conversation: Conversation) -> None:
        """Sends requests until the conversation waits for its caller or has ended. Then step() returns at once."""
        for request in iter(conversation.next_request, None):
            self.send(conversation, request)

    def send(self, conversation: Conversation, request: Request) -> None:
        """Sends one request and feeds the response, or the failure, to its conversation."""
        time.sleep(request.wait)
        self.sent.append(request.effect)
        try:
            response = self._response(request)
        except requests.RequestException as exc:
            failure, reason = _classify(exc)
            conversation.feed_failure(failure, f"requests raised {type(exc).__name__}", reason)
        except _TooLarge:
            conversation.feed_failure(Failure.LOST, "the response was too large", Reason.TOO_LARGE)
        else:
            conversation.feed(response)

    def _response(self, request: Request) -> Response:
        with requests.Session() as session:
            session.trust_env = False
            received = session.request(
                request.method,
                request.url,
                headers=dict(request.headers()),
                data=request.body(),
                allow_redirects=False,
                stream=True,
                timeout=self._timeout,
            )
            body = bytearray()
            for part in received.iter_content(1 << 16):
                body += part
                if len(body) > self._max_body:
                    raise _TooLarge
            return Response(received.status_code, received.raw.headers.items(), bytes(body))


class _TooLarge(Exception):
    """The body of a response exceeded the limit."""


def _classify(exc: requests.RequestException) -> Tuple[Failure, Reason]:
    """Returns whether the request may have been sent, and the reason. When in doubt, it may."""
    causes = list(_causes(exc))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return Failure.NOT_SENT, Reason.INSECURE
    no_connection = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
    if any(isinstance(cause, no_connection) for cause in causes):
        return Failure.NOT_SENT, Reason.UNREACHABLE
    if isinstance(exc, requests.Timeout):
        return Failure.TIMED_OUT, Reason.UNREACHABLE
    return Failure.LOST, Reason.UNREACHABLE


def _causes(exc: BaseException) -> Iterator[BaseException]:
    """Yields an exception and its causes, which requests and urllib3 store in different attributes."""
    yield exc
    for part in (*exc.args, getattr(exc, "reason", None)):
        if isinstance(part, BaseException):
            yield from _causes(part)
