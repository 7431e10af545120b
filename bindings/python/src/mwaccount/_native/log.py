"""Tells a host what calls do."""

from __future__ import annotations

import functools
import logging
from typing import Any, Callable

from ..errors import InvalidArgument
from . import from_c
from .library import ffi
from .not_copyable import NotCopyableMixin

logger = logging.getLogger("mwaccount")


class Log(NotCopyableMixin):
    """A host's function that is told what calls do. It must live as long as a wiki that tells it something."""

    def __init__(self, callback: Callable[[str], object]) -> None:
        if not callable(callback):
            raise InvalidArgument(f"a log is a function that takes a line, and no {type(callback).__name__}")
        self._callback = callback
        self.c_function = _c_function()
        self.data = ffi().new_handle(self)

    def write(self, line: str) -> None:
        """
        Tells a line. An exception must not leave: C does not know of any, and after the call it would hide what came
        of that, which may be an account.
        """
        try:
            self._callback(line)
        except BaseException:
            logger.exception("the log function of a wiki failed")


@functools.lru_cache(maxsize=None)
def _c_function() -> Any:
    """The one function that C calls, for all logs."""

    def write(data: Any, line: Any) -> None:
        log: Log = ffi().from_handle(data)
        log.write(from_c.text(line))

    return ffi().callback("mwa_log", write)
