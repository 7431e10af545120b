"""Keeps objects from being copied."""

from __future__ import annotations

from typing import NoReturn

from ..errors import NotCopyable


class NotCopyableMixin:
    """
    An object that stands for something in the C library, or for a secret: a copy would free it a second time, and
    pickled it would mean nothing in another process, or be read there by others.
    """

    __slots__ = ()

    def __reduce__(self) -> NoReturn:
        raise NotCopyable(
            f"a {type(self).__name__} can neither be copied nor pickled; a conversation that waits is put down with"
            " suspend()"
        )
