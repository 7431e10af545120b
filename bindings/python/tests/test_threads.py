"""Calls let other threads run, and can be ended by other threads and by signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType
from typing import Dict, List, Optional, Tuple

import pytest
from conftest import Start
from support import PASSWORD, expect, zoe

from mwaccount import Cancelled, Created, InUse, Options, Unknown, Wiki

LONG = "delay=60000"
CANCEL_LIMIT = 20
"""The seconds within which a cancelled call has to end, even on a busy machine."""


class Clock:
    """A log function that records the time of each line."""

    def __init__(self) -> None:
        self.lines: List[Tuple[float, str]] = []
        self.sent = threading.Event()

    def __call__(self, line: str) -> None:
        self.lines.append((time.monotonic(), line))
        if line == "creating the account":
            self.sent.set()

    def when(self, text: str) -> float:
        return next(at for at, line in self.lines if text in line)


def test_two_threads_create_accounts_concurrently(testwiki: Start) -> None:
    clocks = {name: Clock() for name in ("Zoe Example", "Max Example")}
    created: Dict[str, object] = {}

    def create(name: str, api: str) -> None:
        created[name] = Wiki(api, Options(log=clocks[name])).create(zoe(name=name)).step()

    threads = [
        threading.Thread(target=create, args=(name, testwiki("--release 1.43 --fault delay=1000@createaccount").api))
        for name in clocks
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: expect(Created, step).name for name, step in created.items()} == {name: name for name in clocks}
    begun = [clock.when("creating the account") for clock in clocks.values()]
    answered = [clock.when("[create] 200") for clock in clocks.values()]
    assert all(end - start >= 1 for start, end in zip(begun, answered)), "each request took the delay"
    assert max(begun) < min(answered), "each was sent before the other was answered"


def test_second_thread_gets_in_use(testwiki: Start) -> None:
    clock = Clock()
    wiki = Wiki(testwiki("--release 1.43 --fault delay=1000@createaccount").api, Options(log=clock))
    steps: List[object] = []
    thread = threading.Thread(target=lambda: steps.append(wiki.create(zoe()).step()))
    thread.start()
    assert clock.sent.wait(CANCEL_LIMIT)
    with pytest.raises(InUse):
        wiki.facts()
    thread.join()
    expect(Created, steps[0])
    assert wiki.facts().requests == 2


def test_cancel_from_another_thread(testwiki: Start) -> None:
    wiki = Wiki(testwiki(f"--release 1.43 --fault {LONG}").api)
    threading.Timer(0.3, wiki.canceller().cancel).start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        wiki.create(zoe()).step()
    assert time.monotonic() - start < CANCEL_LIMIT


def test_cancel_from_another_thread_after_sending_is_unknown(testwiki: Start) -> None:
    clock = Clock()
    wiki = Wiki(testwiki(f"--release 1.43 --fault {LONG}@createaccount").api, Options(log=clock))

    def cancel() -> None:
        clock.sent.wait()
        time.sleep(0.3)
        wiki.canceller().cancel()

    threading.Thread(target=cancel).start()
    assert expect(Unknown, wiki.create(zoe()).step()).name == "Zoe Example"


class Alarm(Exception):
    """Raised by the signal handler."""


def raise_alarm(number: int, frame: Optional[FrameType]) -> None:
    raise Alarm


def test_signal_handler_ends_a_call(testwiki: Start) -> None:
    wiki = Wiki(testwiki(f"--release 1.43 --fault {LONG}").api)
    creation = wiki.create(zoe())
    before = signal.signal(signal.SIGALRM, raise_alarm)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        with pytest.raises(Alarm):
            creation.step()
    finally:
        signal.signal(signal.SIGALRM, before)
    assert not wiki.canceller().is_cancelled()
    with pytest.raises(Cancelled):
        creation.step()
    expect(Created, wiki.create(zoe()).step())


def test_interruption_keeps_an_earlier_cancellation() -> None:
    wiki = Wiki("http://127.0.0.1:1/api.php")
    canceller = wiki.canceller()
    canceller.cancel()
    end = threading.Event()
    threading.Timer(1, end.set).start()
    before = signal.signal(signal.SIGALRM, raise_alarm)
    try:
        # The second signal arrives while the first interruption waits for the call to end.
        signal.setitimer(signal.ITIMER_REAL, 0.3, 0.3)
        with pytest.raises(Alarm):
            wiki._runner(lambda: int(end.wait(CANCEL_LIMIT)))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert end.is_set(), "the call ended"
    assert canceller.is_cancelled()


def callers(api: str) -> List[int]:
    """Creates two accounts, and returns the threads that the calls ran in, where the log function is called."""
    threads: List[int] = []
    with Wiki(api, Options(log=lambda line: threads.append(threading.get_ident()))) as wiki:
        for name in ("Zoe Example", "Max Example"):
            expect(Created, wiki.create(zoe(name=name)).step())
    return threads


def test_the_main_thread_keeps_one_background_thread(testwiki: Start) -> None:
    threads = callers(testwiki("--release 1.43").api)
    threads += callers(testwiki("--release 1.43").api)
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


def test_other_threads_make_their_calls_themselves(testwiki: Start) -> None:
    api = testwiki("--release 1.43").api
    found: List[List[int]] = []
    thread = threading.Thread(target=lambda: found.append(callers(api)))
    thread.start()
    thread.join()
    assert set(found[0]) == {thread.ident}


def test_signal_handler_makes_a_call_of_its_own(testwiki: Start) -> None:
    other = testwiki("--release 1.43").api
    slow = Wiki(testwiki("--release 1.43 --fault delay=1000@createaccount").api)
    steps: List[object] = []

    def create(number: int, frame: Optional[FrameType]) -> None:
        steps.append(Wiki(other).create(zoe()).step())

    before = signal.signal(signal.SIGALRM, create)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        expect(Created, slow.create(zoe()).step())
    finally:
        signal.signal(signal.SIGALRM, before)
    expect(Created, steps[0])


FORKED = """
import os, sys, threading
from mwaccount import *

def create(name):
    with Wiki(os.environ["API"]) as wiki:
        step = wiki.create(NewAccount(name, os.environ["PASSWORD"])).step()
        assert isinstance(step, Created), step

create("Zoe Example")
child = os.fork()
if child == 0:
    create("Ann Example")
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
create("Max Example")
print(threading.active_count())
"""


def test_forks_copy_no_background_thread(testwiki: Start) -> None:
    # Python 3.12 and later warn of a fork with other threads.
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", FORKED],
        env={**os.environ, "API": testwiki("--release 1.43").api, "PASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ran.stdout, ran.stderr, ran.returncode) == ("2\n", "", 0)


CALL_BEFORE_FORK = """
import os

os.register_at_fork(before=lambda: create("Eve Example"))
"""


def test_a_child_uses_no_thread_that_was_kept_before_the_fork(testwiki: Start) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", CALL_BEFORE_FORK + FORKED],
        env={**os.environ, "API": testwiki("--release 1.43").api, "PASSWORD": PASSWORD},
        stdout=subprocess.PIPE,
        timeout=60,
    )
    assert ran.returncode == 0


FINALIZED = """
import os, sys
from mwaccount import *

wiki = Wiki(os.environ["API"])

def create(name):
    step = wiki.create(NewAccount(name, os.environ["PASSWORD"])).step()
    assert isinstance(step, Created), step

class Creator:
    def __del__(self):
        assert sys.is_finalizing()
        create("Ann Example")
        print("created", flush=True)

create("Zoe Example")
# A cycle, which is collected at the interpreter's exit.
creator = Creator()
creator.this = creator
del creator
"""


def test_a_call_at_the_exit_of_the_interpreter_ends(testwiki: Start) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FINALIZED],
        env={**os.environ, "API": testwiki("--release 1.43").api, "PASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        timeout=60,
    )
    # PyPy calls no __del__ then.
    created = "created\n" if sys.implementation.name == "cpython" else ""
    assert (ran.stdout, ran.stderr, ran.returncode) == (created, "", 0)


INTERRUPTED = """
import os
from mwaccount import *

def print_line(line):
    print(line, flush=True)

with Wiki(os.environ["API"], Options(log=print_line)) as wiki:
    creation = wiki.create(NewAccount("Zoe Example", os.environ["PASSWORD"]))
    try:
        creation.step()
    except KeyboardInterrupt:
        try:
            step = creation.step()
            print("step", step.kind, step.evidence if isinstance(step, Unknown) else "", flush=True)
        except MwaccountError as exc:
            print("error", exc.reason, flush=True)
        raise
"""


@pytest.mark.parametrize(
    ("action", "until", "outcome"),
    [("", "finding out", "error cancelled"), ("@createaccount", "creating the account", "step unknown")],
)
def test_ctrl_c_ends_a_call_and_keeps_its_outcome(testwiki: Start, action: str, until: str, outcome: str) -> None:
    api = testwiki(f"--release 1.43 --fault {LONG}{action}").api
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        env={**os.environ, "API": api, "PASSWORD": PASSWORD},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert any(until in line for line in iter(child.stdout.readline, ""))
        time.sleep(0.3)
        start = time.monotonic()
        child.send_signal(signal.SIGINT)
        output, errors = child.communicate(timeout=60)
    assert time.monotonic() - start < CANCEL_LIMIT
    assert outcome in output
    assert errors.rstrip().endswith("KeyboardInterrupt")
    assert child.returncode != 0
