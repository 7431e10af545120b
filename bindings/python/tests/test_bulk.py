"""Runs of many accounts."""

from __future__ import annotations

import re
import signal
import threading
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import pytest
from conftest import Start
from support import PASSWORD, expect, run_python, zoe
from testwiki import ADMIN, ADMIN_PASSWORD

from mwaccount import (
    Ask,
    CallFailed,
    Credentials,
    InvalidArgument,
    Journal,
    NewAccount,
    Options,
    Outcome,
    Reason,
    Row,
    RowResult,
    Stop,
    Wait,
    Wiki,
)

NOWHERE = "http://127.0.0.1:1/api.php"
PAGE = Path(__file__).parents[3] / "docs" / "bulk.md"


def accounts(*names: str) -> List[NewAccount]:
    return [NewAccount(name, PASSWORD) for name in names]


def results(events: Any) -> List[object]:
    """Returns the number, the outcome and the origin of each row."""
    rows = [expect(RowResult, event) for event in events]
    return [(row.number, row.asked, row.outcome.value, row.earlier) for row in rows]


def test_rows_have_their_results_in_order(testwiki: Start) -> None:
    server = testwiki("--release 1.43")
    rows: List[Row] = [*accounts("ann Example", "Admin"), (9, zoe()), *accounts("Ann_Example", "a#b")]
    with Wiki(server.api).bulk(rows, creator=Credentials.password(ADMIN, ADMIN_PASSWORD)) as run:
        events = [expect(RowResult, event) for event in run]
    assert [(row.number, row.asked, row.outcome, row.reason) for row in events] == [
        (1, "ann Example", Outcome.CREATED, None),
        (2, "Admin", Outcome.REFUSED, Reason.NAME_TAKEN),
        (9, "Zoe Example", Outcome.CREATED, None),
        (4, "Ann_Example", Outcome.REFUSED, Reason.NAME_TAKEN),
        (5, "a#b", Outcome.REFUSED, Reason.NAME_INVALID),
    ]
    assert events[0].name == "Ann Example"
    assert abs((datetime.now(timezone.utc) - events[0].time).total_seconds()) < 60
    assert server.account("Ann Example") and server.account("Zoe Example")


@pytest.mark.parametrize(
    "settings", ["", "--captcha questy", "--setting nocreate", "--setting noapi", "--fault reset-after@createaccount"]
)
@pytest.mark.parametrize("creator", ["right", "wrong", None])
def test_nothing_of_a_run_shows_a_password(testwiki: Start, tmp_path: Path, settings: str, creator: str) -> None:
    secrets = ["Planted-row-passw0rd", "Planted-creator-passw0rd"]
    lines: List[str] = []
    options = Options(log=lines.append)
    server = testwiki(f"--release 1.43 --account Planter:{secrets[1]} {settings}")
    rows = [NewAccount("Zoe Example", secrets[0], "zoe@example.org"), NewAccount("a#b", secrets[0])]
    login = creator and Credentials.password("Planter", secrets[1] + ("" if creator == "right" else "x"))
    journal = Journal(tmp_path / "journal")
    with Wiki(server.api, options).bulk(rows, journal=journal, creator=login or None) as run:
        for event in run:
            lines.append(repr(event) + repr(run) + repr(vars(event)))
            if isinstance(event, (Stop, Ask)):
                break
    lines.append((tmp_path / "journal").read_text())
    shown = "\n".join(lines)
    assert "POST" in shown and len(lines) > 3
    for secret in secrets:
        assert secret not in shown


def test_rows_are_taken_one_by_one(testwiki: Start) -> None:
    taken: List[str] = []

    def rows() -> Iterator[NewAccount]:
        for account in accounts("One", "Two", "Three"):
            taken.append(account.name)
            yield account
        raise OSError("the list ends here")

    run = Wiki(testwiki("--release 1.43").api).bulk(rows())
    assert not taken
    for number, name in enumerate(["One", "Two", "Three"], 1):
        assert results([next(run)]) == [(number, name, "created", False)]
        assert len(taken) == number
    with pytest.raises(OSError, match="ends here"):
        next(run)
    assert list(run) == []


def test_invalid_rows_and_settings() -> None:
    wiki = Wiki(NOWHERE)
    rows: List[Any] = [(1, zoe(), 2), (0, zoe()), (-1, zoe())]
    for row in rows:
        with pytest.raises(InvalidArgument):
            next(wiki.bulk([row]))
    with pytest.raises(TypeError, match="account must be NewAccount, not str"):
        next(wiki.bulk(["Zoe"]))  # type: ignore[list-item]
    with pytest.raises(TypeError, match="the number of a row must be int, not str"):
        next(wiki.bulk([("1", zoe())]))  # type: ignore[list-item]
    with pytest.raises(TypeError, match="creator must be Credentials or None, not str"):
        wiki.bulk([], creator="Admin")  # type: ignore[arg-type]
    with pytest.raises(CallFailed) as caught:
        wiki.bulk([], journal="/nowhere/journal")
    assert caught.value.reason is Reason.JOURNAL
    run = wiki.bulk([])
    calls: List[Callable[[], object]] = [
        run.skip,
        run.image,
        lambda: run.answer({}),
        lambda: run.returned("https://wiki.example.org/"),
    ]
    for call in calls:
        with pytest.raises(InvalidArgument):
            call()
    run.close()
    with pytest.raises(InvalidArgument, match="closed"):
        next(run)


def test_a_journal_is_taken_up_after_a_kill(testwiki: Start, tmp_path: Path) -> None:
    server = testwiki("--release 1.43")
    names = ["One", "Two", "Three", "Four"]
    program = """
import os, signal
from mwaccount import *
accounts = [NewAccount(name, "Correct-horse-7-battery") for name in ["One", "Two", "Three", "Four"]]
for event in Wiki(os.environ["API"]).bulk(accounts, journal=os.environ["JOURNAL"]):
    print(event.asked, event.outcome, flush=True)
    if event.number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
"""
    journal = tmp_path / "run.journal"
    ended = run_python(program, API=server.api, JOURNAL=str(journal))
    assert (ended.returncode, ended.stdout) == (-signal.SIGKILL, "One created\nTwo created\n")
    rows = accounts(*names)
    rows[0] = rows[0].replace(email="new@example.org")
    with Wiki(server.api).bulk(rows, journal=journal) as run:
        events = [expect(RowResult, event) for event in run]
    assert results(events) == [
        (1, "One", "created", True),
        (2, "Two", "created", True),
        (3, "Three", "created", False),
        (4, "Four", "created", False),
    ]
    assert [row.changed for row in events] == [True, False, False, False]
    assert PASSWORD not in journal.read_text() and server.api in journal.read_text()


def test_a_journal_of_several_wikis_has_one_user(testwiki: Start, tmp_path: Path) -> None:
    servers = [testwiki("--release 1.43"), testwiki("--release 1.26")]
    path = tmp_path / "run.journal"
    with Journal(path) as journal:
        with pytest.raises(CallFailed) as caught:
            Journal(path)
        assert caught.value.reason is Reason.JOURNAL
        for server in servers:
            with Wiki(server.api).bulk(accounts("One"), journal=journal) as run:
                assert results(run) == [(1, "One", "created", False)]
    for server in servers:
        with Wiki(server.api).bulk(accounts("One"), journal=path) as run:
            assert results(run) == [(1, "One", "created", True)]
    with Wiki(servers[0].api).bulk(accounts("Two"), journal=path, journal_name="another") as run:
        assert results(run) == [(1, "Two", "created", False)]
    assert '"wiki":"another"' in path.read_text()


def test_a_captcha_is_answered_and_a_row_is_skipped(testwiki: Start) -> None:
    server = testwiki("--release 1.43 --captcha questy")
    run = Wiki(server.api).bulk(accounts("One", "Two"))
    asked = expect(Ask, next(run))
    assert asked.captcha is not None and asked.captcha.question == "What is the capital of France?"
    assert (run.number, run.asked, run.is_login) == (1, "One", False)
    with pytest.raises(InvalidArgument) as caught:
        run.answer({"no-such-field": "Paris"})
    assert caught.value.field == "no-such-field"
    with pytest.raises(InvalidArgument, match="no such image"):
        run.image()
    # It comes again until it is answered.
    assert next(run) == asked
    run.answer({"captcha": "Paris"})
    assert results([next(run)]) == [(1, "One", "created", False)]
    expect(Ask, next(run))
    run.skip()
    assert results(run) == [(2, "Two", "skipped", False)]
    assert not server.account("Two")


def test_the_image_of_a_captcha(testwiki: Start) -> None:
    run = Wiki(testwiki("--release 1.43 --captcha fancy").api).bulk(accounts("One"))
    expect(Ask, next(run))
    assert run.image().data.startswith(b"\x89PNG")
    run.answer({"captcha": "labword"})
    assert results(run) == [(1, "One", "created", False)]


def test_a_stop_ends_the_loop(testwiki: Start) -> None:
    api = testwiki("--release 1.43").api
    run = Wiki(api).bulk(accounts("One"), creator=Credentials.password("Admin", "wrong"))
    (stop,) = run
    assert expect(Stop, stop).reason is Reason.LOGIN_FAILED
    # It has stopped for good.
    assert list(run) == [stop]
    with pytest.raises(StopIteration):
        next(run)


def test_a_cancelled_run_can_go_on(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.43").api)
    run = wiki.bulk(accounts("One", "Two"))
    wiki.canceller().cancel()
    assert [expect(Stop, event).reason for event in run] == [Reason.CANCELLED]
    wiki.canceller().reset()
    assert results(run) == [(1, "One", "created", False), (2, "Two", "created", False)]


def test_a_wait_is_told_and_ended_by_another_thread() -> None:
    wiki = Wiki(NOWHERE)
    run = wiki.bulk(accounts("One"))
    wait = expect(Wait, next(run))
    assert (wait.seconds, wait.reason) == (5, Reason.UNREACHABLE)
    assert wait.message and wait.until > datetime.now(timezone.utc)
    threading.Timer(0.2, wiki.canceller().cancel).start()
    assert expect(Stop, next(run)).reason is Reason.CANCELLED
    (stop,) = Wiki(NOWHERE).bulk(accounts("One"), max_wait=1)
    assert expect(Stop, stop).reason is Reason.UNREACHABLE


def test_ctrl_c_keeps_the_event(testwiki: Start, tmp_path: Path) -> None:
    """Ctrl-C ends a wait at once. The event of the interrupted call comes in the next loop."""
    server = testwiki("--release 1.43 --fault delay=1000@createaccount")
    program = """
import os, signal, threading, time
from mwaccount import *

def loop(run):
    for event in run:
        print(type(event).__name__, getattr(event, "outcome", event.reason), flush=True)

def interrupt(seconds):
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()

waiting = Wiki("http://127.0.0.1:1/api.php").bulk([NewAccount("One", "Correct-horse-7-battery")])
print(type(next(waiting)).__name__)
start = time.monotonic()
interrupt(0.3)
try:
    loop(waiting)
except KeyboardInterrupt:
    print("interrupted", time.monotonic() - start < 3)

accounts = [NewAccount(name, "Correct-horse-7-battery") for name in ["One", "Two"]]
run = Wiki(os.environ["API"]).bulk(accounts, journal=os.environ["JOURNAL"])
interrupt(0.5)
try:
    loop(run)
except KeyboardInterrupt:
    print("interrupted")
loop(run)
run.close()
loop(Wiki(os.environ["API"]).bulk(accounts, journal=os.environ["JOURNAL"]))
"""
    ended = run_python(program, API=server.api, JOURNAL=str(tmp_path / "run.journal"))
    assert ended.returncode == 0, ended.stdout
    lines = ended.stdout.splitlines()
    assert lines[:3] == ["Wait", "interrupted True", "interrupted"]
    # The request was on its way, and the wiki created the account.
    assert lines[3:] == [
        "RowResult unknown",
        "RowResult created",
        "RowResult created",
        "RowResult created",
    ]


EXAMPLE = re.findall("^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)[0]


def test_example_of_the_documentation(
    testwiki: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Runs it twice: the second run has the results of the first, and creates the row that came since."""
    server = testwiki("--release 1.43 --captcha questy")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "teacher.password").write_text("adminpass12345\n")
    table = "name,email\nAnn Example,ann@example.org\nBen Example,ben@example.org\n"
    example = EXAMPLE.replace("https://wiki.example.org/w/api.php", server.api).replace('"Teacher"', '"Admin"')
    assert server.api in example and len(example.splitlines()) <= 24
    for more, earlier in [("", 0), ("Cleo Example,cleo@example.org\n", 2)]:
        table += more
        (tmp_path / "workshop.csv").write_text(table)
        names: Dict[str, Any] = {"input": lambda prompt: "Paris"}
        exec(example, names)
        printed = capsys.readouterr().out.splitlines()
        numbers = range(2, 2 + len(table.splitlines()) - 1)
        assert [line.split()[0] for line in printed] == [str(number) for number in numbers]
        assert all("created" in line for line in printed)
        assert sum("earlier" in line for line in printed) == earlier
    assert server.account("Cleo Example")
