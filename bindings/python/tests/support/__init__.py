"""What several tests need."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from typing import Any, Dict, Type, TypeVar

import mwaccount
from mwaccount import NewAccount

PASSWORD = "Correct-horse-7-battery"

PUBLIC: Dict[str, Any] = {name: getattr(mwaccount, name) for name in mwaccount.__all__}
"""What examples are run with."""

Some = TypeVar("Some")


def zoe(**changes: Any) -> NewAccount:
    """The account that most tests create."""
    return NewAccount("Zoe Example", PASSWORD, "zoe@example.org").replace(**changes)


def expect(kind: Type[Some], value: object) -> Some:
    """The value, which is of this kind."""
    assert isinstance(value, kind), value
    return value


def collect() -> None:
    """Frees what nobody refers to; PyPy wants it twice."""
    for _ in range(3):
        gc.collect()


def run_python(program: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Runs a program in a Python of its own, as this one, with what is set beside the tests' environment."""
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
