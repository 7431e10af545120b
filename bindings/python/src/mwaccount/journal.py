"""Journals of runs of many accounts."""

from __future__ import annotations

import os
from typing import Union

from ._native.call import make
from ._native.closeable import Closeable
from ._native.handle import free_closed
from ._native.value_check import check_type


class Journal(Closeable):
    """
    The journal of runs: a file that tells what was sent and what became of it, without passwords.

    Several runs, each on another wiki, may have one journal. It stays locked until it and its runs are closed.
    """

    def __init__(self, path: Union[str, os.PathLike[str]]) -> None:
        """
        Opens the journal at a path, or creates it, readable by this user alone.

        Raises CallFailed with Reason.JOURNAL if the file cannot be read or written, is no journal, is damaged, or
        another run uses it. A last line that was not written to its end is no damage.
        """
        check_type("path", path, Union[str, os.PathLike])
        self._handle = make("journal", "mwa_journal_open", os.fspath(path))

    def close(self) -> None:
        """Closes the journal. Its runs can still be used. Does nothing if it is already closed."""
        super().close()
        free_closed()
