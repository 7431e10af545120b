"""Requests for callers with their own HTTP client."""

from __future__ import annotations

from typing import List, Tuple

from ._native import from_c
from ._native.c_library import library
from ._native.enums import member
from ._native.handle import Handle
from ._native.not_copyable import NotCopyableMixin
from .str_enum import StrEnum


class Effect(StrEnum):
    """
    The possible effect of a request.

    Members:
        READ: It changes nothing on the wiki and may be repeated.
        LOGIN: It logs a user in. A repetition may count as a failed login.
        MAY_CREATE: It may create the account. It must never be repeated.
    """

    READ = "read"
    LOGIN = "login"
    MAY_CREATE = "may-create"


class Request(NotCopyableMixin):
    """
    A request to send with the caller's own HTTP client.

    Send it as it is, without following redirects and without further cookies. Its headers and body contain secrets,
    which the C library overwrites when the request is freed.

    Attributes:
        effect: The possible effect of the request.
        purpose: The purpose in words, such as "creating the account".
        method: "GET" or "POST".
        url: The address. Its query may contain the code of a login service, or an invitation in the wiki's address; the
            repr omits it.
        wait: The seconds to wait before sending.
    """

    def __init__(self, handle: Handle) -> None:
        lib = library()
        request = handle.pointer
        self._handle = handle
        # A kind that only a newer library has is treated as the most dangerous one.
        self.effect: Effect = member(Effect, lib.mwa_request_effect(request)) or Effect.MAY_CREATE
        self.purpose: str = from_c.text(lib.mwa_request_purpose(request))
        self.method: str = from_c.text(lib.mwa_request_method(request))
        self.url: str = from_c.text(lib.mwa_request_url(request))
        self.wait: float = lib.mwa_request_wait(request) / 1000

    def headers(self) -> List[Tuple[str, str]]:
        """Returns the headers as pairs of name and value, in order."""
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
        """Returns the body of a POST, or b"" for a GET. Its Content-Type is among the headers."""
        lib = library()
        request = self._handle.pointer
        return from_c.data(lib.mwa_request_body(request), lib.mwa_request_body_length(request))

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.url.partition('?')[0]} for {self.purpose}>"
