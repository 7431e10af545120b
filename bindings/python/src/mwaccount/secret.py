"""Texts that nobody should see by accident."""

from __future__ import annotations

import dataclasses
import hmac
from typing import Any, Callable, Union

from ._native.not_copyable import NotCopyableMixin
from .errors import InvalidArgument


class Secret(NotCopyableMixin):
    """
    A text that is shown by no repr, no format, no debugger's list of variables, and in no pickle.

    >>> Secret("Correct-horse-7-battery")
    Secret(...)
    >>> Secret("Correct-horse-7-battery").reveal()
    'Correct-horse-7-battery'
    """

    __slots__ = ("_reveal",)

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise InvalidArgument(f"a text is a str, and no {type(text).__name__}")
        # Inside of a function even what walks through an object's attributes does not find it.
        self._reveal: Callable[[], str] = lambda: text

    @staticmethod
    def of(text: Union[str, Secret]) -> Secret:
        """The secret, or what is one already."""
        return text if isinstance(text, Secret) else Secret(text)

    def reveal(self) -> str:
        """The text itself."""
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
    """A field of a dataclass that is None if it is not given, and else a secret: see wrap_secrets."""
    return dataclasses.field(default=None, metadata={"secret": True})


def wrap_secrets(holder: Any) -> None:
    """Makes Secrets of the texts in a new dataclass's secret fields."""
    for field in dataclasses.fields(holder):
        if "secret" in field.metadata and getattr(holder, field.name) is not None:
            object.__setattr__(holder, field.name, Secret.of(getattr(holder, field.name)))
