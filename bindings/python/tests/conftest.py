"""What pytest hands to the tests."""

from __future__ import annotations

import sys
from typing import Callable, Iterator, List

import pytest
from support.testwiki import Testwiki

collect_ignore = ["test_match.py"] if sys.version_info < (3, 10) else []

Start = Callable[[str], Testwiki]


@pytest.fixture
def testwiki() -> Iterator[Start]:
    """Starts emulated wikis, which run until the test ends; with the options of the command testwiki, in one text."""
    started: List[Testwiki] = []

    def start(options: str) -> Testwiki:
        started.append(Testwiki(options))
        return started[-1]

    yield start
    for wiki in started:
        wiki.close()
