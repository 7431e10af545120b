"""Responses from callers with their own HTTP client."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Iterable, Mapping, Tuple

from ._native.value_check import check_fields, check_type
from .errors import InvalidArgument
from .str_enum import StrEnum


class Failure(StrEnum):
    """
    The transport error that kept the caller's own HTTP client from receiving a response.

    Members:
        NOT_SENT: Not sent: no byte of the request can have reached the wiki.
        LOST: Lost: the request may have reached the wiki, but the connection broke.
        TIMED_OUT: Lost: the request may have reached the wiki, which did not respond in time and may still be
            processing it.
    """

    NOT_SENT = "not-sent"
    LOST = "lost"
    TIMED_OUT = "timed-out"


@dataclass(frozen=True)
class Response:
    """
    A response that the caller's own HTTP client received for a Request.

    It contains tokens and cookies, which repr() does not show.

    >>> Response(200, [("Content-Type", "application/json")], b"{}")
    Response(status=200, headers=['Content-Type'], length=2)

    Attributes:
        status: The HTTP status code, 100 to 999.
        headers: Pairs of name and value, in the order received, with one pair for each Set-Cookie header.
        body: The decoded body (gzip and so on removed). The caller limits its size.
    """

    status: int
    headers: Iterable[Tuple[str, str]] = ()
    body: bytes = b""

    def __post_init__(self) -> None:
        check_fields(self)
        if not 100 <= self.status <= 999:
            raise InvalidArgument(f"status must be from 100 to 999, not {self.status}")
        if isinstance(self.headers, Mapping):
            raise TypeError("headers must be pairs of name and value, as a mapping would lose cookies")
        try:
            headers = tuple((name, value) for name, value in self.headers)
        except (TypeError, ValueError):
            raise TypeError("headers must be pairs of name and value") from None
        for part in itertools.chain.from_iterable(headers):
            check_type("the name or value of a header", part, str)
        object.__setattr__(self, "headers", headers)

    def __repr__(self) -> str:
        names = [name for name, _ in self.headers]
        return f"Response(status={self.status!r}, headers={names!r}, length={len(self.body)})"
