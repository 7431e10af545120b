"""Runs the examples of the READMEs unchanged."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any, Dict, List, Type

import pytest
from conftest import Start
from support import PASSWORD, PUBLIC, expect, zoe

from mwaccount import Ask, Created, Creation, Options, Wiki

HERE = Path(__file__).parents[1]


def blocks(page: Path) -> List[str]:
    return re.findall("^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


FIRST, *OTHERS = blocks(HERE / "README.md")
SIGN_UP = (HERE / "examples" / "signup.py").read_text(encoding="utf-8")
MATCH = [block for block in OTHERS if block.startswith("match ")]
ASYNC = [block for block in OTHERS if "AsyncWiki" in block]
PLAIN = [block for block in OTHERS if block not in MATCH + ASYNC]


def test_first_readme_example_is_the_program_that_is_run() -> None:
    """By ./check, with every kind of captcha."""
    assert FIRST == SIGN_UP


def test_readme_async_example(testwiki: Start) -> None:
    (block,) = ASYNC
    server = testwiki("--release 1.43 --captcha questy")
    names: Dict[str, Any] = {}
    exec(block, names)

    async def ask_user(question: str) -> str:
        return "Paris"

    step = asyncio.run(names["sign_up"](server.api, zoe(), ask_user))
    assert expect(Created, step).name == "Zoe Example"


# The expected step of `creation`, or of each of `steps`, by the first words of the example.
RESULTS: Dict[str, Type[object]] = {"session": Ask, "def create": Ask, "try:": Ask, "for request": Created}


@pytest.mark.parametrize("block", PLAIN, ids=lambda block: block.splitlines()[0])
def test_readme_examples(testwiki: Start, block: str) -> None:
    is_own_http = block.startswith("for request")
    server = testwiki("--release 1.43" if is_own_http else "--release 1.43 --captcha questy")
    creation = Wiki(server.api).create(zoe())
    if not is_own_http:
        creation.step()
    names = {**PUBLIC, "api": server.api, "creation": creation, "session": {}, "options": Options()}
    names |= {"names": ["Zoe Example", "Max Example"], "password": PASSWORD}
    exec("import time, requests\nfrom concurrent.futures import ThreadPoolExecutor\n" + block, names)
    (expected,) = (kind for start, kind in RESULTS.items() if block.startswith(start))
    for step in names.get("steps", [expect(Creation, names["creation"]).step()]):
        expect(expected, step)


def test_every_readme_example_is_run() -> None:
    assert (len(MATCH), len(ASYNC), len(PLAIN)) == (1, 1, len(RESULTS))


def test_repository_readme_shows_a_part_of_the_first_example() -> None:
    (part,) = blocks(HERE.parents[1] / "README.md")
    assert part.startswith("def sign_up(")
    assert part in SIGN_UP
