"""Exceptions."""

from __future__ import annotations

from typing import ClassVar, Optional

from .reason import Reason


class MwaccountError(Exception):
    """
    The base class of this package's exceptions. Except after a LibraryFault, certainly nothing was created.

    A refusal by the wiki raises nothing: it is a step, Refused. If the response to a creation is lost, the step is
    Unknown.

    Attributes:
        message: A sentence with what happened and what to do. It contains no secret.
        reason: The reason, the same on every release of MediaWiki.
        code: The wiki's own error code, such as "blocked", or None.
        field: The name of the field with the invalid value, or None.
        retry_after: The seconds to wait before trying again; None if unknown.
    """

    _usual: ClassVar[Reason] = Reason.OTHER

    message: str
    reason: Reason
    code: Optional[str]
    field: Optional[str]
    retry_after: Optional[int]

    def __init__(
        self,
        message: str,
        *,
        reason: Optional[Reason] = None,
        code: Optional[str] = None,
        field: Optional[str] = None,
        retry_after: Optional[int] = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason or self._usual
        self.code = code
        self.field = field
        self.retry_after = retry_after


class CallFailed(MwaccountError):
    """The network, the server or the wiki made the call fail. See its reason."""


class InvalidArgument(MwaccountError, ValueError):
    """
    The caller's input is invalid. Raised before anything is sent.

    A value of a wrong type raises TypeError instead, where it is given: "email must be str or None, not int".
    """

    _usual = Reason.INVALID_ARGUMENT


class Cancelled(MwaccountError):
    """The call was cancelled with a Canceller."""

    _usual = Reason.CANCELLED


class InUse(MwaccountError):
    """The wiki or the conversation is in use by another thread, or by a call whose log function called it."""


class LibraryFault(MwaccountError):
    """
    A bug inside the library. The outcome of an interrupted conversation is unknown: an account may exist.
    """


class LibraryUnusable(MwaccountError):
    """The C library is missing, cannot be loaded, or has another ABI than this package."""


class NotCopyable(MwaccountError):
    """An object with a handle of the C library, or a secret, cannot be copied or pickled."""

    _usual = Reason.INVALID_ARGUMENT
