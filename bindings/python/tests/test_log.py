from __future__ import annotations

import logging
from typing import List, Optional

import pytest
from conftest import Start
from support import PASSWORD, expect, zoe

from mwaccount import Cancelled, Canceller, Created, InUse, Options, Reason, Unknown, Wiki


def test_log_receives_a_line_per_request(testwiki: Start) -> None:
    lines: List[str] = []
    wiki = Wiki(testwiki("--release 1.43").api, Options(log=lines.append))
    expect(Created, wiki.create(zoe()).step())
    assert "creating the account" in lines
    assert "[create] 200" in lines[-1]
    assert PASSWORD not in "".join(lines)


def test_log_with_the_logging_module(testwiki: Start, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="signup"):
        wiki = Wiki(testwiki("--release 1.43").api, Options(log=logging.getLogger("signup").debug))
        expect(Created, wiki.create(zoe()).step())
    assert "creating the account" in caplog.messages
    assert PASSWORD not in caplog.text


def test_each_wiki_has_its_own_log(testwiki: Start) -> None:
    names: List[str] = []
    api = testwiki("--release 1.43").api
    first = Wiki(api, Options(log=lambda line: names.append("first")))
    second = Wiki(api, Options(log=lambda line: names.append("second")))
    Wiki(api).fields()
    assert names == []
    second.fields()
    assert set(names) == {"second"}
    creation = first.create(zoe())
    del first
    creation.step()
    assert "first" in names, "a conversation keeps the log of its wiki"


def test_exception_in_the_log_does_not_end_the_call(testwiki: Start, caplog: pytest.LogCaptureFixture) -> None:
    def fails(line: str) -> None:
        raise LookupError("no paper")

    wiki = Wiki(testwiki("--release 1.43").api, Options(log=fails))
    expect(Created, wiki.create(zoe()).step())
    record = caplog.records[0]
    assert (record.name, record.message) == ("mwaccount", "the log function of a wiki raised an exception")
    assert "LookupError: no paper" in caplog.text


class Cancels:
    """A log function that cancels at each line with the text, as soon as it has a canceller."""

    def __init__(self, text: str = "") -> None:
        self._text = text
        self.canceller: Optional[Canceller] = None

    def __call__(self, line: str) -> None:
        if self.canceller is not None and self._text in line:
            self.canceller.cancel()


def test_cancel_before_the_creating_request(testwiki: Start) -> None:
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
    expect(Created, wiki.create(zoe()).step())
    del wiki, creation
    canceller.cancel()
    assert canceller.is_cancelled(), "a canceller outlives its wiki"


def test_cancel_after_the_creating_request_is_unknown(testwiki: Start) -> None:
    log = Cancels("[create]")
    wiki = Wiki(testwiki("--release 1.43 --fault reset-after@createaccount").api, Options(log=log))
    log.canceller = wiki.canceller()
    unknown = expect(Unknown, wiki.create(zoe()).step())
    assert unknown.name == "Zoe Example"
    assert unknown.evidence


def test_log_cannot_call_its_own_wiki(testwiki: Start) -> None:
    caught: List[InUse] = []

    def asks(line: str) -> None:
        with pytest.raises(InUse) as exc:
            wiki.facts()
        caught.append(exc.value)

    wiki = Wiki(testwiki("--release 1.43").api, Options(log=asks))
    expect(Created, wiki.create(zoe()).step())
    assert caught
