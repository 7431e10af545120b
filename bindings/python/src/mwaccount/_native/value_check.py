"""Checks of the types of values from callers, in the words of Python's own functions."""

from __future__ import annotations

import collections.abc
import dataclasses
import functools
import typing
from typing import Any, Dict, Tuple, Union

# Texts are sequences too, but never meant as such.
_TEXTS = (str, bytes, bytearray)


def check_fields(holder: Any) -> None:
    """Raises TypeError if a field of a new dataclass object has another type than it is annotated with."""
    kind: Any = type(holder)
    for name, hint in _hints(kind).items():
        check_type(name, getattr(holder, name), hint)


def check_type(name: str, value: object, hint: Any) -> None:
    """
    Raises TypeError if a value has another type: "email must be str or None, not int".

    The types of the elements of a container are not checked.
    """
    if not _matches(value, hint):
        raise TypeError(f"{name} must be {_described(hint)}, not {type(value).__name__}")


@functools.lru_cache(maxsize=None)
def _hints(kind: Any) -> Dict[str, Any]:
    """Returns the types of the fields of a dataclass."""
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _matches(value: object, hint: Any) -> bool:
    origin = typing.get_origin(hint)
    if origin is Union:
        return any(_matches(value, part) for part in typing.get_args(hint))
    if origin is collections.abc.Callable:
        return callable(value)
    if origin is not None:
        return isinstance(value, origin) and not isinstance(value, _TEXTS)
    if hint is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if hint is bytes:
        return isinstance(value, (bytes, bytearray, memoryview))
    return isinstance(value, hint)


def _described(hint: Any) -> str:
    """Returns the types as in "str, os.PathLike or None", without Secret, which stands for a str everywhere."""
    parts = list(dict.fromkeys(map(_name, _parts(hint))))
    if "str" in parts and "Secret" in parts:
        parts.remove("Secret")
    *first, last = parts
    return f"{', '.join(first)} or {last}" if first else last


def _parts(hint: Any) -> Tuple[Any, ...]:
    return typing.get_args(hint) if typing.get_origin(hint) is Union else (hint,)


def _name(part: Any) -> str:
    if part is type(None):
        return "None"
    if typing.get_origin(part) is collections.abc.Callable:
        return "callable"
    kind = typing.get_origin(part) or part
    return "os.PathLike" if kind.__name__ == "PathLike" else str(kind.__name__)
