"""Conversion of C errors to exceptions."""

from __future__ import annotations

from typing import Type

from ..errors import CallFailed, Cancelled, InUse, InvalidArgument, LibraryFault, MwaccountError
from ..reason import Reason
from . import from_c
from .c_library import library
from .handle import Handle


def exception(status: int, handle: Handle) -> MwaccountError:
    """Returns the exception for the status and the error of a failed call."""
    lib = library()
    error = handle.pointer
    reason = from_c.reason(lib.mwa_error_reason(error))
    return _class(status, reason)(
        from_c.text(lib.mwa_error_message(error)),
        reason=reason,
        code=from_c.text_or_none(lib.mwa_error_code(error)),
        field=from_c.text_or_none(lib.mwa_error_field(error)),
        retry_after=from_c.seconds(lib.mwa_error_retry_after(error)),
    )


def _class(status: int, reason: Reason) -> Type[MwaccountError]:
    if status == library().MWA_STATUS_PANIC:
        return LibraryFault
    if status == library().MWA_STATUS_IN_USE:
        return InUse
    if reason is Reason.CANCELLED:
        return Cancelled
    if reason is Reason.INVALID_ARGUMENT:
        return InvalidArgument
    return CallFailed
