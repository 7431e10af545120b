"""Responses from callers with their own HTTP client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Mapping, Tuple

from .errors import InvalidArgument
from .str_enum import StrEnum


class Failure(StrEnum):
    """The transport error that kept the caller's own HTTP client from receiving a response."""

    NOT_SENT = "not-sent"
    """Not sent: no byte of the request can have reached the wiki."""

    LOST = "lost"
    """Lost: the request may have reached the wiki, but the connection broke."""

    TIMED_OUT = "timed-out"
    """Lost: the request may have reached the wiki, which did not respond in time and may still be processing it."""


@dataclass(frozen=True)
class Response:
    """
    A response that the caller's own HTTP client received for a Request.

    It contains tokens and cookies, which repr() does not show.

    >>> Response(200, [("Content-Type", "application/json")], b"{}")
    Response(status=200, headers=['Content-Type'], length=2)
    """

    status: int
    """The HTTP status code, 100 to 999."""

    headers: Iterable[Tuple[str, str]] = ()
    """Pairs of name and value, in the order received, with one pair for each Set-Cookie header."""

    body: bytes = b""
    """The decoded body (gzip and so on removed). The caller limits its size."""

    def __post_init__(self) -> None:
        if not isinstance(self.body, (bytes, bytearray, memoryview)):
            raise InvalidArgument(f"a body must be bytes, not {type(self.body).__name__}")
        if isinstance(self.headers, Mapping):
            raise InvalidArgument("headers must be pairs of name and value, as a mapping would lose cookies")
        try:
            headers = tuple((name, value) for name, value in self.headers)
        except (TypeError, ValueError):
            raise InvalidArgument("headers must be pairs of name and value") from None
        object.__setattr__(self, "headers", headers)

    def __repr__(self) -> str:
        names = [name for name, _ in self.headers]
        return f"Response(status={self.status!r}, headers={names!r}, length={len(self.body)})"
