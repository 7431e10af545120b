"""Tests a program on an emulated wiki, which it reads and changes through the control address."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any, Iterator
from urllib.request import Request, urlopen

import pytest

from mwaccount import Created, NewAccount, Wiki

TESTWIKI = os.environ.get("MWACCOUNT_TESTWIKI", "testwiki")


class EmulatedWiki:
    """testwiki in a child process, which ends with this one."""

    def __init__(self, *options: str) -> None:
        command = [TESTWIKI, "--control", "--exit-with-parent", *options]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url, self.control = (self.process.stdout.readline().strip() for _ in range(2))

    def ask(self, method: str, resource: str, **members: Any) -> Any:
        body = json.dumps(members).encode() if members else None
        with urlopen(Request(f"{self.control}/{resource}", body, method=method)) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def started() -> Iterator[EmulatedWiki]:
    wiki = EmulatedWiki("--release", "1.43")
    yield wiki
    wiki.process.communicate()  # Closes its standard input, and waits for its end.


@pytest.fixture
def emulated(started: EmulatedWiki) -> EmulatedWiki:
    """A wiki on which nothing has happened yet. Starting it anew takes less than a millisecond."""
    started.ask("POST", "reset")
    return started


def sign_up(emulated: EmulatedWiki, name: str) -> object:
    return Wiki(f"{emulated.url}/api.php").create(NewAccount(name, "Correct-horse-7", "zoe@example.org")).step()


def test_a_lost_answer_creates_one_account(emulated: EmulatedWiki) -> None:
    emulated.ask("POST", "faults", fault="reset-after@createaccount")
    assert isinstance(sign_up(emulated, "Zoe Example"), Created)
    assert emulated.ask("GET", "accounts/Zoe%20Example")["email"] == "zoe@example.org"
    assert [mail["to"] for mail in emulated.ask("GET", "mails")] == ["zoe@example.org"]
    assert emulated.ask("GET", "requests")["actions"]["createaccount"] == 1


def test_the_limit_of_a_day_ends(emulated: EmulatedWiki) -> None:
    emulated.ask("PATCH", "settings", throttle=1)
    assert isinstance(sign_up(emulated, "Zoe Example"), Created)
    assert not isinstance(sign_up(emulated, "Max Example"), Created)
    emulated.ask("POST", "clock", advance=86_400)
    assert isinstance(sign_up(emulated, "Max Example"), Created)
