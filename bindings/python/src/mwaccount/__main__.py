"""Runs the command `mwaccount` that was installed with the package: `python -m mwaccount`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Iterator, NoReturn, Optional


def folders() -> Iterator[Path]:
    """Returns the folders in which an installer may have put the command, the most likely first."""
    yield Path(sysconfig.get_path("scripts"))
    yield Path(sysconfig.get_path("scripts", f"{os.name}_user"))
    # `pip install --target`.
    yield Path(__file__).parent.parent / "bin"


def program() -> Optional[str]:
    """Returns the path of the command, or None."""
    found = (shutil.which("mwaccount", path=str(folder)) for folder in folders())
    return next((path for path in found if path), None)


def main() -> NoReturn:
    """Runs the command with the arguments of this process, whose exit status is the command's."""
    path = program()
    if path is None:
        sys.exit("mwaccount: the command is not installed; editable installations have none")
    arguments = [path, *sys.argv[1:]]
    if os.name == "nt":
        # exec returns at once on Windows.
        sys.exit(subprocess.run(arguments).returncode)
    os.execv(path, arguments)


if __name__ == "__main__":
    main()
