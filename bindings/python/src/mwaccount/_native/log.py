"""Log functions."""

from __future__ import annotations

import functools
import logging
from typing import Any, Callable

from . import from_c
from .c_library import ffi
from .not_copyable import NotCopyableMixin

logger = logging.getLogger("mwaccount")


class Log(NotCopyableMixin):
    """The log function of a wiki. It has to live as long as the wiki and its conversations."""

    def __init__(self, callback: Callable[[str], object]) -> None:
        self._callback = callback
        self.c_function = _c_function()
        self.data = ffi().new_handle(self)

    def write(self, line: str) -> None:
        """
        Passes a line to the log function and logs its exceptions.

        They are not raised: C cannot pass them on, and raised after the call they would hide its result, which may be a
        created account.
        """
        try:
            self._callback(line)
        except BaseException:
            logger.exception("the log function of a wiki raised an exception")


@functools.lru_cache(maxsize=None)
def _c_function() -> Any:
    """Returns the C function that all logs share."""

    def write(data: Any, line: Any) -> None:
        log: Log = ffi().from_handle(data)
        log.write(from_c.text(line))

    return ffi().callback("mwa_log", write)
