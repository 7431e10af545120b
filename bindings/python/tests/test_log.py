from __future__ import annotations

import logging
from typing import List, Optional

import pytest
from conftest import Start
from support import PASSWORD, the, zoe

from mwaccount import Cancelled, Canceller, Created, InUse, Options, Reason, Unknown, Wiki


def test_it_is_told_what_calls_do(testwiki: Start) -> None:
    lines: List[str] = []
    wiki = Wiki(testwiki("--release 1.43").api, Options(log=lines.append))
    the(Created, wiki.create(zoe()).step())
    assert "creating the account" in lines
    assert "[create] 200" in lines[-1]
    assert PASSWORD not in "".join(lines)


def test_a_logger_is_told(testwiki: Start, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="signup"):
        wiki = Wiki(testwiki("--release 1.43").api, Options(log=logging.getLogger("signup").debug))
        the(Created, wiki.create(zoe()).step())
    assert "creating the account" in caplog.messages
    assert PASSWORD not in caplog.text


def test_each_wiki_tells_its_own(testwiki: Start) -> None:
    told: List[str] = []
    api = testwiki("--release 1.43").api
    first = Wiki(api, Options(log=lambda line: told.append("first")))
    second = Wiki(api, Options(log=lambda line: told.append("second")))
    Wiki(api).fields()
    assert told == []
    second.fields()
    assert set(told) == {"second"}
    creation = first.create(zoe())
    del first
    creation.step()
    assert "first" in told, "a conversation keeps the log of its wiki"


def test_an_exception_does_not_leave_it_and_the_call_goes_on(testwiki: Start, caplog: pytest.LogCaptureFixture) -> None:
    def fails(line: str) -> None:
        raise LookupError("no paper")

    wiki = Wiki(testwiki("--release 1.43").api, Options(log=fails))
    the(Created, wiki.create(zoe()).step())
    record = caplog.records[0]
    assert (record.name, record.message) == ("mwaccount", "the log function of a wiki failed")
    assert "LookupError: no paper" in caplog.text


class Cancels:
    """A log function that cancels once it has a canceller, at the lines with a text."""

    def __init__(self, text: str = "") -> None:
        self._text = text
        self.canceller: Optional[Canceller] = None

    def __call__(self, line: str) -> None:
        if self.canceller is not None and self._text in line:
            self.canceller.cancel()


def test_it_cancels_a_call_that_reads(testwiki: Start) -> None:
    log = Cancels()
    wiki = Wiki(testwiki("--release 1.43").api, Options(log=log))
    canceller = log.canceller = wiki.canceller()
    creation = wiki.create(zoe())
    with pytest.raises(Cancelled) as caught:
        creation.step()
    assert caught.value.reason is Reason.CANCELLED
    assert canceller.is_cancelled()
    log.canceller = None
    canceller.reset()
    assert not canceller.is_cancelled()
    the(Created, wiki.create(zoe()).step())
    del wiki, creation
    canceller.cancel()
    assert canceller.is_cancelled(), "it outlives its wiki"


def test_a_creation_that_is_cancelled_when_it_was_sent_is_unknown(testwiki: Start) -> None:
    log = Cancels("[create]")
    wiki = Wiki(testwiki("--release 1.43 --fault reset-after@createaccount").api, Options(log=log))
    log.canceller = wiki.canceller()
    unknown = the(Unknown, wiki.create(zoe()).step())
    assert unknown.name == "Zoe Example"
    assert unknown.evidence


def test_a_wiki_in_the_middle_of_a_call_says_so(testwiki: Start) -> None:
    caught: List[InUse] = []

    def asks(line: str) -> None:
        with pytest.raises(InUse) as why:
            wiki.facts()
        caught.append(why.value)

    wiki = Wiki(testwiki("--release 1.43").api, Options(log=asks))
    the(Created, wiki.create(zoe()).step())
    assert caught
