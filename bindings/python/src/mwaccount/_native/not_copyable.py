"""Objects that cannot be copied."""

from __future__ import annotations

from typing import NoReturn

from ..errors import NotCopyable


class NotCopyableMixin:
    """
    An object with a handle of the C library, or with a secret.

    A copy would free the handle a second time. A pickle would be meaningless in another process, or reveal the secret.
    """

    __slots__ = ()

    def __reduce__(self) -> NoReturn:
        raise NotCopyable(
            f"a {type(self).__name__} cannot be copied or pickled; to continue a conversation in another process, use"
            " suspend()"
        )
