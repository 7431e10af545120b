"""Sends the requests of a conversation with asyncio and httpx."""

from __future__ import annotations

import asyncio
from typing import Tuple

import httpx

from mwaccount import Conversation, Failure, Reason, Request, Response

MAX_BODY = 1 << 20

# With these errors there was no connection yet, so no request was sent.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


async def drive(conversation: Conversation) -> None:
    """Sends requests until the conversation waits for its caller or has ended. Then step() returns at once."""
    while True:
        request = conversation.next_request()
        if request is None:
            return
        await asyncio.sleep(request.wait)
        try:
            response = await _send(request)
        except httpx.HTTPError as exc:
            failure, reason = _classify(exc)
            conversation.feed_failure(failure, f"httpx raised {type(exc).__name__}", reason)
        except asyncio.CancelledError:
            conversation.feed_failure(Failure.LOST, "the task was cancelled", Reason.CANCELLED)
            raise
        else:
            conversation.feed(response)


async def _send(request: Request) -> Response:
    """Sends a request over a new connection, without redirects, cookies, or settings from the environment."""
    async with (
        httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=30) as client,
        client.stream(request.method, request.url, headers=request.headers(), content=request.body()) as received,
    ):
        body = bytearray()
        async for part in received.aiter_bytes():
            body += part
            if len(body) > MAX_BODY:
                raise _TooLarge("the response was too large")
        return Response(received.status_code, received.headers.multi_items(), bytes(body))


class _TooLarge(httpx.HTTPError):
    """The body of a response exceeded MAX_BODY."""


def _classify(exc: httpx.HTTPError) -> Tuple[Failure, Reason]:
    """Returns whether the request may have been sent, and the reason. When in doubt, it may."""
    if isinstance(exc, _TooLarge):
        return Failure.LOST, Reason.TOO_LARGE
    if isinstance(exc, _NOT_SENT):
        return Failure.NOT_SENT, Reason.UNREACHABLE
    if isinstance(exc, httpx.TimeoutException):
        return Failure.TIMED_OUT, Reason.UNREACHABLE
    return Failure.LOST, Reason.UNREACHABLE
