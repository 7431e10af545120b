"""Calls functions of the C library that can fail."""

from __future__ import annotations

from typing import Any, Callable, List, Optional

from ..errors import InvalidArgument, LibraryFault
from ..secret import Secret
from ..str_enum import StrEnum
from .enums import number
from .exception import exception
from .handle import Handle
from .library import ffi, library

Argument = Any
"""A Handle, a Secret, a str, a StrEnum, a bool, an int, None, or what cffi made."""

Runner = Callable[[Callable[[], int]], int]
"""How a call is made."""


def run_directly(call: Callable[[], int]) -> int:
    """Makes a call that sends nothing, and so takes no time."""
    return call()


def run(function: str, *arguments: Argument, runner: Runner = run_directly) -> None:
    """Calls a function whose last parameter is where the error goes."""
    error = ffi().new("mwa_error **")
    texts: List[Any] = []
    try:
        plain = [_to_c(argument, texts) for argument in arguments]
        called = getattr(library(), function)
        status = runner(lambda: called(*plain, error))
    except (OverflowError, TypeError) as exc:
        raise InvalidArgument(f"{function} takes no such value: {exc}") from None
    finally:
        # What was written must be freed even if the call was interrupted.
        failed = _handle_or_none(error, "error")
        for text in texts:
            ffi().buffer(text)[:] = bytes(ffi().sizeof(text))
    if failed is not None:
        raise exception(status, failed)


def make(kind: str, function: str, *arguments: Argument, runner: Runner = run_directly) -> Handle:
    """Calls a function that writes a new handle before the error."""
    handle = make_or_none(kind, function, *arguments, runner=runner)
    if handle is None:
        raise LibraryFault(f"{function} gave nothing")
    return handle


def make_or_none(kind: str, function: str, *arguments: Argument, runner: Runner = run_directly) -> Optional[Handle]:
    """As make, of a function that may write NULL, which is None."""
    made = ffi().new(f"mwa_{kind} **")
    try:
        run(function, *arguments, made, runner=runner)
    finally:
        handle = _handle_or_none(made, kind)
    return handle


def _handle_or_none(place: Any, kind: str) -> Optional[Handle]:
    return Handle(place[0], kind) if place[0] else None


def _to_c(argument: Argument, texts: List[Any]) -> Any:
    """What goes over to C. Texts are told, so that they can be overwritten: there may be secrets among them."""
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
    raise TypeError(f"a {type(argument).__name__}")


def _text(secret: Secret) -> Any:
    """A text with a NUL after it. Of surrogates, which are no UTF-8, the library says so."""
    # No variable here has the text: tools print those of a failing call.
    if "\0" in secret.reveal():
        # C would take the text to end there, and a password for a shorter one.
        raise InvalidArgument("a text cannot hold the character NUL")
    return ffi().new("char[]", secret.reveal().encode("utf-8", "surrogatepass"))
