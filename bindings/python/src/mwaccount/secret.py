"""Secrets."""

from __future__ import annotations

import dataclasses
import functools
import hmac
from typing import Any, Callable, Tuple, Union

from ._native.not_copyable import NotCopyableMixin
from ._native.value_check import check_fields, check_type


class Secret(NotCopyableMixin):
    """
    A text that no repr, format, list of local variables or pickle reveals.

    >>> Secret("Correct-horse-7-battery")
    Secret(...)
    >>> Secret("Correct-horse-7-battery").reveal()
    'Correct-horse-7-battery'
    """

    __slots__ = ("_reveal",)

    def __init__(self, text: str) -> None:
        check_type("text", text, str)
        # In a closure, tools that walk through the attributes of objects do not find the text.
        self._reveal: Callable[[], str] = lambda: text

    @staticmethod
    def of(text: Union[str, Secret], name: str = "text") -> Secret:
        """Returns the text as a Secret, and a Secret unchanged. A TypeError for a wrong value has this name."""
        if isinstance(text, Secret):
            return text
        check_type(name, text, str)
        return Secret(text)

    def reveal(self) -> str:
        """Returns the text."""
        return self._reveal()

    def __repr__(self) -> str:
        return "Secret(...)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_bytes(self), _bytes(other))

    def __hash__(self) -> int:
        return hash(self.reveal())


def _bytes(secret: Secret) -> bytes:
    return secret.reveal().encode("utf-8", "surrogatepass")


def secret_field() -> Any:
    """Returns a dataclass field with the default None, whose texts wrap_secrets() turns into Secrets."""
    return dataclasses.field(default=None, metadata={"secret": True})


def secret_part() -> Any:
    """Returns a dataclass field without a default, whose text wrap_secrets() turns into a Secret."""
    return dataclasses.field(metadata={"secret": True})


def wrap_secrets(holder: Any) -> None:
    """Checks the types of all fields of a new dataclass object, and turns the texts in secret fields into Secrets."""
    check_fields(holder)
    kind: Any = type(holder)
    for name in _secret_names(kind):
        value = getattr(holder, name)
        # An OAuth1Token has already wrapped its own texts.
        if value is not None and not dataclasses.is_dataclass(value):
            object.__setattr__(holder, name, Secret.of(value))


@functools.lru_cache(maxsize=None)
def _secret_names(kind: Any) -> Tuple[str, ...]:
    """Returns the names of the secret fields of a dataclass."""
    return tuple(field.name for field in dataclasses.fields(kind) if "secret" in field.metadata)
