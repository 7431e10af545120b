"""A host's own HTTP, with asyncio and httpx: sends what a conversation wants sent."""

from __future__ import annotations

import asyncio
from typing import Tuple

import httpx

from mwaccount import Conversation, Failure, Reason, Request, Response

MAX_BODY = 1 << 20

# At these no request had left yet: there was no connection.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


async def drive(conversation: Conversation) -> None:
    """Goes on until the conversation waits for its caller or has ended; then its step says where it stands."""
    while True:
        request = conversation.next_request()
        if request is None:
            return
        await asyncio.sleep(request.wait)
        try:
            response = await _send(request)
        except httpx.HTTPError as exc:
            failure, reason = _classify(exc)
            conversation.feed_failure(failure, f"httpx said {type(exc).__name__}", reason)
        except asyncio.CancelledError:
            conversation.feed_failure(Failure.LOST, "the task was cancelled", Reason.CANCELLED)
            raise
        else:
            conversation.feed(response)


async def _send(request: Request) -> Response:
    """Sends a request over a connection of its own, as it is: without redirects, cookies, or settings of the user's."""
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
    """A response had a longer body than it may."""


def _classify(exc: httpx.HTTPError) -> Tuple[Failure, Reason]:
    """What may have become of the request."""
    if isinstance(exc, _TooLarge):
        return Failure.LOST, Reason.TOO_LARGE
    if isinstance(exc, _NOT_SENT):
        return Failure.NOT_SENT, Reason.UNREACHABLE
    if isinstance(exc, httpx.TimeoutException):
        return Failure.TIMED_OUT, Reason.UNREACHABLE
    return Failure.LOST, Reason.UNREACHABLE
