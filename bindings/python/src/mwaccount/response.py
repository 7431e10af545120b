"""What hosts receive that send requests themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Mapping, Tuple

from .errors import InvalidArgument
from .str_enum import StrEnum


class Failure(StrEnum):
    """Why there is no response to a request that the host sent itself."""

    NOT_SENT = "not-sent"
    """No byte of the request can have reached the wiki."""

    LOST = "lost"
    """It may have reached the wiki, and the connection broke."""

    TIMED_OUT = "timed-out"
    """It may have reached the wiki, which did not answer in time and may still be at it."""


@dataclass(frozen=True)
class Response:
    """
    What a host received itself for a Request. It holds tokens and cookies, which its repr does not show.

    >>> Response(200, [("Content-Type", "application/json")], b"{}")
    Response(status=200, headers=['Content-Type'], length=2)
    """

    status: int
    """Of HTTP, 100 to 999."""

    headers: Iterable[Tuple[str, str]] = ()
    """Names and values, in the order they came; of several Set-Cookie each on its own."""

    body: bytes = b""
    """Decoded (gzip and the like); it is the host who limits its length."""

    def __post_init__(self) -> None:
        if not isinstance(self.body, (bytes, bytearray, memoryview)):
            raise InvalidArgument(f"a body is bytes, and no {type(self.body).__name__}")
        if isinstance(self.headers, Mapping):
            raise InvalidArgument("headers are pairs of names and values: in a mapping cookies get lost")
        try:
            headers = tuple((name, value) for name, value in self.headers)
        except (TypeError, ValueError):
            raise InvalidArgument("headers are pairs of names and values") from None
        object.__setattr__(self, "headers", headers)

    def __repr__(self) -> str:
        names = [name for name, _ in self.headers]
        return f"Response(status={self.status!r}, headers={names!r}, length={len(self.body)})"
