"""Why a call failed."""

from __future__ import annotations

from typing import ClassVar, Optional

from .reason import Reason


class MwaccountError(Exception):
    """
    Why a call failed. Surely nothing was created, unless it is a LibraryFault.

    The wiki's no is no exception but a Refused; a lost answer is an Unknown.
    """

    _usual: ClassVar[Reason] = Reason.OTHER

    message: str
    """What happened and what to do, in a sentence that holds no secret."""
    reason: Reason
    """What it is about."""
    code: Optional[str]
    """The wiki's own code, such as "blocked", where it gave one."""
    field: Optional[str]
    """The field that the caller's mistake is about."""
    retry_after: Optional[int]
    """The seconds to wait before another try can help, where that is known."""

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
    """The way to the wiki, or the wiki itself, kept the call from being done; the reason says what."""


class InvalidArgument(MwaccountError):
    """The caller asked for something that cannot be, seen before anything was sent."""

    _usual = Reason.INVALID_ARGUMENT


class Cancelled(MwaccountError):
    """Somebody cancelled the call with a Canceller."""

    _usual = Reason.CANCELLED


class InUse(MwaccountError):
    """The wiki or the conversation is in the middle of another call, of another thread or of its log function."""


class LibraryFault(MwaccountError):
    """
    A fault inside the library. Of a conversation it was in the middle of nobody knows what came of it: an account may
    exist.
    """


class LibraryUnusable(MwaccountError):
    """The C library is not there, cannot be loaded, or belongs to another version of this package."""


class NotCopyable(MwaccountError):
    """An object that stands for something in the C library, or for a secret, was to be copied or pickled."""

    _usual = Reason.INVALID_ARGUMENT
