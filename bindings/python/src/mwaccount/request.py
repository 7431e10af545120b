"""What hosts send themselves."""

from __future__ import annotations

from typing import List, Tuple

from ._native import from_c
from ._native.enums import member
from ._native.handle import Handle
from ._native.library import library
from ._native.not_copyable import NotCopyableMixin
from .str_enum import StrEnum


class RequestKind(StrEnum):
    """What sending a request may bring about."""

    READ = "read"
    """It changes nothing on the wiki; it may be repeated."""

    LOGIN = "login"
    """It logs somebody in; repeating it may count as a failed login."""

    MAY_CREATE = "may-create"
    """An account may exist after it: it is never repeated."""


class Request(NotCopyableMixin):
    """
    A request to be sent as it is, by a host with an HTTP client of its own: it follows no redirect, and no cookie but
    its own goes with it. Its headers and its body hold secrets, which the C library overwrites when the request is
    gone.
    """

    def __init__(self, handle: Handle) -> None:
        lib = library()
        request = handle.pointer
        self._handle = handle
        # What only a newer library knows must be taken for the worst.
        self.kind: RequestKind = member(RequestKind, lib.mwa_request_get_kind(request)) or RequestKind.MAY_CREATE
        """What sending it may bring about."""
        self.purpose: str = from_c.text(lib.mwa_request_purpose(request))
        """What it is for, in words: "creating the account"."""
        self.method: str = from_c.text(lib.mwa_request_method(request))
        """"GET" or "POST"."""
        self.url: str = from_c.text(lib.mwa_request_url(request))
        """Where to; it holds no secret."""
        self.wait: float = lib.mwa_request_wait(request) / 1000
        """The seconds to wait before it is sent."""

    def headers(self) -> List[Tuple[str, str]]:
        """Names and values, in their order."""
        lib = library()
        request = self._handle.pointer
        return [
            (
                from_c.text(lib.mwa_request_header_name(request, index)),
                from_c.text(lib.mwa_request_header_value(request, index)),
            )
            for index in range(lib.mwa_request_header_count(request))
        ]

    def body(self) -> bytes:
        """The body of a POST, whose type is among the headers; empty where there is none."""
        lib = library()
        request = self._handle.pointer
        return from_c.data(lib.mwa_request_body(request), lib.mwa_request_body_length(request))

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.url} for {self.purpose}>"
