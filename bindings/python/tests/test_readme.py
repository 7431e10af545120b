"""Runs the examples of the READMEs unchanged."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List, Type

import pytest
from conftest import Start
from support import PASSWORD, PUBLIC, expect, zoe

from mwaccount import Ask, Created, Creation, Options, Wiki

HERE = Path(__file__).parents[1]
EXAMPLE = "https://wiki.example.org/w/api.php"


def blocks(page: Path) -> List[str]:
    return re.findall("^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


QUICK_START, *OTHERS = blocks(HERE / "README.md")
MATCH = [block for block in OTHERS if block.startswith("match ")]
PLAIN = [block for block in OTHERS if block not in MATCH]


def test_readme_quick_start(testwiki: Start) -> None:
    server = testwiki("--release 1.43 --captcha questy")
    names: Dict[str, Any] = {}
    exec(QUICK_START, names)
    answers = iter(["London", "Paris"])

    def ask_human(question: str) -> str:
        assert question == "What is the capital of France?"
        return next(answers)

    assert names["sign_up"](server.api, ask_human).startswith("refused, captcha-wrong: ")
    assert names["sign_up"](server.api, ask_human) == "created Zoe Example"
    assert server.has("Zoe Example")


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
    assert (len(MATCH), len(PLAIN)) == (1, len(RESULTS))


def test_repository_readme_example(testwiki: Start) -> None:
    """The example in the README of the repository."""
    (program,) = blocks(HERE.parents[1] / "README.md")
    assert EXAMPLE in program
    server = testwiki("--release 1.43 --captcha questy")
    ended = subprocess.run(
        [sys.executable, "-c", program.replace(EXAMPLE, server.api)],
        input="Paris\n",
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=True,
    )
    assert ended.stdout == "What is the capital of France? created\n"
    assert server.has("Zoe Example")
