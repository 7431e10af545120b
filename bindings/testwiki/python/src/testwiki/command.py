"""The command `testwiki` that was installed with the package."""

from __future__ import annotations

import os
import shutil
import sysconfig
from pathlib import Path
from typing import Iterator, Optional

from .errors import TestwikiError


def folders() -> Iterator[Optional[str]]:
    """Returns the folders in which an installer may have put the command, the most likely first, and None for PATH."""
    yield sysconfig.get_path("scripts")
    yield sysconfig.get_path("scripts", f"{os.name}_user")
    # `pip install --target`.
    yield str(Path(__file__).parent.parent / "bin")
    yield None


def path() -> str:
    """
    Returns the path of the command. The environment variable MWACCOUNT_TESTWIKI names another one.

    Raises TestwikiError if there is none.
    """
    named = os.environ.get("MWACCOUNT_TESTWIKI")
    if named:
        return named
    for folder in folders():
        found = shutil.which("testwiki", path=folder)
        if found:
            return found
    raise TestwikiError("the command testwiki is not installed; install the package again, or set MWACCOUNT_TESTWIKI")
