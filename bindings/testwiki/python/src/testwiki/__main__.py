"""Runs the command `testwiki`: `python -m testwiki`."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import NoReturn

from . import command
from .errors import TestwikiError


def main() -> NoReturn:
    """Runs the command with the arguments of this process, whose exit status is the command's."""
    try:
        arguments = [command.path(), *sys.argv[1:]]
    except TestwikiError as error:
        sys.exit(f"testwiki: {error}")
    if os.name == "nt":
        # exec returns at once on Windows.
        sys.exit(subprocess.run(arguments).returncode)
    os.execv(arguments[0], arguments)


if __name__ == "__main__":
    main()
