"""Calls of C functions that can fail."""

from __future__ import annotations

from typing import Any, Callable, List, Optional

from ..errors import InvalidArgument, LibraryFault
from ..secret import Secret
from ..str_enum import StrEnum
from .c_library import ffi, library
from .enums import number
from .exception import exception
from .handle import Handle

Argument = Any
"""A Handle, a Secret, a str, a StrEnum, a bool, an int, None, or what cffi made."""

Runner = Callable[[Callable[[], int]], int]
"""A function that makes a C call, directly or in another thread, and returns its status."""


def run_directly(call: Callable[[], int]) -> int:
    """Makes the call in the current thread. For functions that send nothing and return at once."""
    return call()


def run(function: str, *arguments: Argument, runner: Runner = run_directly) -> None:
    """Calls a C function whose last parameter receives the error. Raises the exception for it."""
    error = ffi().new("mwa_error **")
    texts: List[Any] = []
    try:
        plain = [_to_c(argument, texts) for argument in arguments]
        called = getattr(library(), function)
        status = runner(lambda: called(*plain, error))
    except OverflowError as exc:
        raise InvalidArgument(f"invalid value for {function}: {exc}") from None
    finally:
        # The error has to be freed even if the call was interrupted.
        failed = _handle_or_none(error, "error")
        for text in texts:
            ffi().buffer(text)[:] = bytes(ffi().sizeof(text))
    if failed is not None:
        raise exception(status, failed)


def make(kind: str, function: str, *arguments: Argument, runner: Runner = run_directly) -> Handle:
    """Calls a C function that writes a new handle of this kind, such as "step", and returns the handle."""
    handle = make_or_none(kind, function, *arguments, runner=runner)
    if handle is None:
        raise LibraryFault(f"{function} returned no {kind}")
    return handle


def make_or_none(kind: str, function: str, *arguments: Argument, runner: Runner = run_directly) -> Optional[Handle]:
    """Does the same as make(), but returns None if the C function writes NULL."""
    made = ffi().new(f"mwa_{kind} **")
    try:
        run(function, *arguments, made, runner=runner)
    finally:
        handle = _handle_or_none(made, kind)
    return handle


def _handle_or_none(out: Any, kind: str) -> Optional[Handle]:
    return Handle(out[0], kind) if out[0] else None


def _to_c(argument: Argument, texts: List[Any]) -> Any:
    """Returns the argument for C. Adds texts to the list, so that run() can overwrite them: they may be secrets."""
    if isinstance(argument, Handle):
        return argument.pointer
    if isinstance(argument, StrEnum):
        return number(argument)
    if isinstance(argument, str):
        argument = Secret(argument)
    if isinstance(argument, Secret):
        texts.append(_text(argument))
        return texts[-1]
    if argument is None:
        return ffi().NULL
    if isinstance(argument, (bool, int, ffi().CData)):
        return argument
    raise TypeError(f"unexpected type {type(argument).__name__}")


def _text(secret: Secret) -> Any:
    """Returns a NUL-terminated C string. Surrogates are passed on, and the library rejects them as invalid UTF-8."""
    # The text is in no local variable, because tools print those of a failing call.
    if "\0" in secret.reveal():
        # C would cut the text at the NUL, and so shorten a password.
        raise InvalidArgument("a text must not contain the character NUL")
    return ffi().new("char[]", secret.reveal().encode("utf-8", "surrogatepass"))
