"""A host's own HTTP, with requests: sends what a conversation wants sent."""

from __future__ import annotations

import ssl
import time
from typing import Iterator, List, Tuple

import requests
import urllib3.exceptions

from mwaccount import Conversation, Failure, Reason, Request, RequestKind, Response


class RequestsHttp:
    """
    Sends each request over a connection of its own: on one that was kept, a client may send it a second time. It
    reads no proxies, passwords or cookies of the user's, as the requests are to go as they are.
    """

    def __init__(self, timeout: float = 30, max_body: int = 1 << 20) -> None:
        self._timeout = timeout
        self._max_body = max_body
        self.sent: List[RequestKind] = []
        """The kinds of what was sent."""

    def drive(self, conversation: Conversation) -> None:
        """Goes on until the conversation waits for its caller or has ended; then its step says where it stands."""
        for request in iter(conversation.next_request, None):
            self.send(conversation, request)

    def send(self, conversation: Conversation, request: Request) -> None:
        """Sends one request, and tells its conversation what came of it."""
        time.sleep(request.wait)
        self.sent.append(request.kind)
        try:
            response = self._response(request)
        except requests.RequestException as exc:
            failure, reason = _classify(exc)
            conversation.feed_failure(failure, f"requests said {type(exc).__name__}", reason)
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
    """A response had a longer body than it may."""


def _classify(exc: requests.RequestException) -> Tuple[Failure, Reason]:
    """What may have become of the request. Only where surely no byte of it left, it was not sent."""
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
    """An exception and those it is made of, which requests and urllib3 keep in different places."""
    yield exc
    for part in (*exc.args, getattr(exc, "reason", None)):
        if isinstance(part, BaseException):
            yield from _causes(part)
