"""Fixtures."""

from __future__ import annotations

import signal
import sys
from typing import Callable, Iterator, List

import pytest
from testwiki import Testwiki

# A script that starts the tests in the background has them ignore SIGINT, and so every program that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

collect_ignore = ["test_match.py"] if sys.version_info < (3, 10) else []

Start = Callable[[str], Testwiki]


@pytest.fixture
def testwiki() -> Iterator[Start]:
    """Returns a function that starts an emulated wiki with options for testwiki. It runs until the test ends."""
    started: List[Testwiki] = []

    def start(options: str) -> Testwiki:
        started.append(Testwiki(arguments=options.split()))
        return started[-1]

    yield start
    for wiki in started:
        wiki.close()
