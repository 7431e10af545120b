"""What the C library says about a call that failed."""

from __future__ import annotations

from typing import Type

from ..errors import CallFailed, Cancelled, InUse, InvalidArgument, LibraryFault, MwaccountError
from ..reason import Reason
from . import read
from .handle import Handle
from .library import library


def failure(status: int, handle: Handle) -> MwaccountError:
    """The exception for a status and its error."""
    lib = library()
    error = handle.pointer
    reason = read.reason(lib.mwa_error_reason(error))
    return _kind(status, reason)(
        read.text(lib.mwa_error_message(error)),
        reason=reason,
        code=read.maybe_text(lib.mwa_error_code(error)),
        field=read.maybe_text(lib.mwa_error_field(error)),
        retry_after=read.seconds(lib.mwa_error_retry_after(error)),
    )


def _kind(status: int, reason: Reason) -> Type[MwaccountError]:
    if status == library().MWA_STATUS_PANIC:
        return LibraryFault
    if status == library().MWA_STATUS_IN_USE:
        return InUse
    if reason is Reason.CANCELLED:
        return Cancelled
    if reason is Reason.INVALID_ARGUMENT:
        return InvalidArgument
    return CallFailed
