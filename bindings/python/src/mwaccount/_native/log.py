"""Tells a host what calls do."""

from __future__ import annotations

import functools
import logging
from typing import Any, Callable

from ..errors import InvalidArgument
from . import read
from .library import ffi
from .not_copied import NotCopied

logger = logging.getLogger("mwaccount")


class Log(NotCopied):
    """A host's function that is told what calls do. It must live as long as a wiki that tells it something."""

    def __init__(self, told: Callable[[str], object]) -> None:
        if not callable(told):
            raise InvalidArgument(f"a log is a function that takes a line, and no {type(told).__name__}")
        self._told = told
        self.function = _function()
        self.data = ffi().new_handle(self)

    def tell(self, line: str) -> None:
        """
        Tells a line. An exception must not leave: C does not know of any, and after the call it would hide what came
        of that, which may be an account.
        """
        try:
            self._told(line)
        except BaseException:
            logger.exception("the log function of a wiki failed")


@functools.lru_cache(maxsize=None)
def _function() -> Any:
    """The one function that C calls, for all logs."""

    def tell(data: Any, line: Any) -> None:
        log: Log = ffi().from_handle(data)
        log.tell(read.text(line))

    return ffi().callback("mwa_log", tell)
