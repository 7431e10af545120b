"""Helpers of several tests."""

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
"""The globals of the examples: all public names."""

Some = TypeVar("Some")


def zoe(**changes: Any) -> NewAccount:
    """Returns the account that most tests create."""
    return NewAccount("Zoe Example", PASSWORD, "zoe@example.org").replace(**changes)


def expect(kind: Type[Some], value: object) -> Some:
    """Asserts the type of a value and returns it."""
    assert isinstance(value, kind), value
    return value


def collect() -> None:
    """Frees unreferenced objects. PyPy needs more than one pass."""
    for _ in range(3):
        gc.collect()


def run_python(program: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Runs a program in a new process of the same Python, with further environment variables."""
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
