from __future__ import annotations

import copy
import gc
import itertools
import json
import pickle
import platform
import threading
import weakref
from dataclasses import asdict
from typing import Any, Callable, List

import pytest
from conftest import Start
from support import collect, expect, run_python, zoe

from mwaccount import (
    Ask,
    CallFailed,
    Created,
    Dialect,
    InvalidArgument,
    NotCopyable,
    Options,
    Reason,
    Secret,
    Wiki,
)

NOWHERE = "http://127.0.0.1:1/api.php"


def test_handles_cannot_be_copied_or_pickled() -> None:
    wiki = Wiki(NOWHERE)
    creation = wiki.create(zoe())
    ways: List[Callable[[object], object]] = [copy.copy, copy.deepcopy, pickle.dumps]
    for thing in [wiki, creation, wiki.canceller(), creation.next_request(), Secret("x")]:
        for copied in ways:
            with pytest.raises(NotCopyable, match=type(thing).__name__):
                copied(thing)


def test_steps_are_plain_values(testwiki: Start) -> None:
    step = expect(Ask, Wiki(testwiki("--release 1.43 --captcha questy").api).create(zoe()).step())
    assert pickle.loads(pickle.dumps(step)) == step
    assert copy.deepcopy(step) == step
    assert hash(copy.copy(step)) == hash(step)
    assert json.loads(json.dumps(asdict(step)))["captcha"]["kind"] == "question"
    with pytest.raises(AttributeError):
        step.message = "another"  # type: ignore[misc]


def test_handles_can_be_freed_in_any_order() -> None:
    """Frees a wiki, its conversations and their objects in every order."""
    orders = list(itertools.permutations(range(6)))
    assert len(orders) == 720
    for order in orders:
        wiki = Wiki(NOWHERE, Options(log=print))
        creation = wiki.create(zoe())
        request = creation.next_request()
        things: List[Any] = [wiki, creation, request, wiki.canceller(), wiki.begin_probe(zoe()), wiki.create(zoe())]
        del wiki, creation, request
        for index in order:
            things[index] = None
    collect()


def test_closed_handles_raise() -> None:
    with Wiki(NOWHERE) as wiki, wiki.create(zoe()) as creation:
        canceller = wiki.canceller()
    for call in [wiki.user, wiki.canceller, creation.step, creation.next_request]:
        with pytest.raises(InvalidArgument, match="closed"):
            call()
    wiki.close()
    creation.close()
    assert not canceller.is_cancelled()


def test_facts_are_readable_after_close(testwiki: Start) -> None:
    api = testwiki("--release 1.43 --script-path /w").api
    with Wiki(api.replace("api.php", "index.php?title=Main_Page")) as wiki:
        assert not wiki.facts().is_api_found
        expect(Created, wiki.create(zoe()).step())
    facts = wiki.facts()
    assert (facts.api_url, facts.is_api_found, facts.dialect) == (api, True, Dialect.AUTH_MANAGER)
    assert facts.requests >= 2
    wiki.close()
    assert wiki.facts() is facts
    assert repr(wiki) == f"<Wiki {api} (closed)>"


def test_repr_of_a_wiki_is_its_address_without_secrets() -> None:
    assert repr(Wiki(NOWHERE)) == f"<Wiki {NOWHERE}>"
    shown = repr(Wiki("https://zoe:hunter2@wiki.example.org/wiki/Special:CreateAccount?invite=abc"))
    assert shown == "<Wiki https://wiki.example.org/wiki/Special:CreateAccount>"
    # Without a scheme.
    assert "hunter2" not in repr(Wiki("zoe:hunter2@wiki.example.org"))
    assert "wiki.example.org" in repr(Wiki("wiki.example.org"))


def test_conversation_outlives_its_wiki(testwiki: Start) -> None:
    lines: List[str] = []
    with Wiki(testwiki("--release 1.43").api, Options(log=lines.append)) as wiki:
        creation = wiki.create(zoe())
    del wiki
    collect()
    expect(Created, creation.step())
    assert lines


def test_closing_a_wiki_during_a_call(testwiki: Start) -> None:
    server = testwiki("--release 1.43 --fault delay=500")
    steps: List[object] = []
    sent = threading.Event()
    wiki = Wiki(server.api, Options(log=lambda line: sent.set()))
    creation = wiki.create(zoe())
    thread = threading.Thread(target=lambda: steps.append(creation.step()))
    thread.start()
    sent.wait()
    creation.close()
    wiki.close()
    thread.join()
    expect(Created, steps[0])
    with pytest.raises(InvalidArgument, match="closed"):
        creation.step()


def test_wiki_in_a_reference_cycle_is_collected() -> None:
    def wiki_whose_log_refers_to_it() -> "weakref.ref[Wiki]":
        cycle: List[Any] = []
        wiki = Wiki(NOWHERE, Options(log=lambda line: cycle.append(wiki)))
        cycle.append(wiki)
        return weakref.ref(wiki)

    seen = wiki_whose_log_refers_to_it()
    collect()
    assert seen() is None
    assert not gc.garbage


def test_process_exits_with_handles_in_globals() -> None:
    program = """
from mwaccount import *
wiki = Wiki("http://127.0.0.1:1/api.php", Options(log=print))
creation = wiki.create(NewAccount("Zoe"))
request = creation.next_request()
canceller = wiki.canceller()
cycle = [wiki]
cycle.append(cycle)
print("alive")
"""
    ended = run_python(program)
    assert (ended.returncode, ended.stdout) == (0, "alive\n")
    ended = run_python(f"{program}\nraise SystemExit(3)")
    assert (ended.returncode, ended.stdout) == (3, "alive\n")
    ended = run_python(f"{program}\nimport atexit; atexit.register(lambda: creation.close())")
    assert (ended.returncode, ended.stdout) == (0, "alive\n")


def test_calls_at_interpreter_exit() -> None:
    """The main thread makes its calls itself when no thread can be started any more."""
    ended = run_python(
        """
import atexit
from mwaccount import *
wiki = Wiki("http://127.0.0.1:1/api.php")
def at_the_end():
    try:
        wiki.fields()
    except CallFailed as exc:
        print(exc.reason)
atexit.register(at_the_end)
"""
    )
    assert (ended.returncode, ended.stdout) == (0, "unreachable\n")


def test_handles_cannot_be_used_after_a_fork(testwiki: Start) -> None:
    api = testwiki("--release 1.43").api
    ended = run_python(
        """
import os
from mwaccount import *
wiki = Wiki(os.environ["API"])
wiki.fields()
creation = wiki.create(NewAccount("Zoe Example", "Correct-horse-7-battery"))
child = os.fork()
if child == 0:
    try:
        creation.step()
    except InvalidArgument as exc:
        print(exc.message, flush=True)
    own = Wiki(os.environ["API"])
    print(own.create(NewAccount("Max Example", "Correct-horse-7-battery")).step().name, flush=True)
    del own, creation, wiki
else:
    _, status = os.waitpid(child, 0)
    print(status, creation.step().name)
""",
        API=api,
        # Python 3.12 and later warn about a fork with other threads, such as that of a DNS lookup that has just ended.
        PYTHONWARNINGS="ignore::DeprecationWarning",
    )
    assert ended.returncode == 0
    message, *others = ended.stdout.splitlines()
    assert "created in another process" in message
    assert others == ["Max Example", "0 Zoe Example"]


def test_new_creation_ends_the_previous_one(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.43 --captcha questy").api)
    first = wiki.create(zoe())
    first.step()
    wiki.create(zoe(name="Max Example")).step()
    with pytest.raises(CallFailed) as caught:
        first.answer({"captcha": "Paris"})
    assert caught.value.reason is Reason.SESSION_LOST


def test_memory_does_not_grow(testwiki: Start) -> None:
    """Measures the whole process, including the memory of the C library."""
    ended = run_python(
        """
import gc, os, re
from mwaccount import *

def resident():
    # PyPy runs finalizers after a collection, and frees what they held in the next.
    for _ in range(3):
        gc.collect()
    with open("/proc/self/status") as status:
        return int(re.search(r"RssAnon:\\s+(\\d+)", status.read())[1])

def create(name):
    wiki = Wiki(os.environ["API"], Options(contact="ops@example.org", log=lambda line: None))
    creation = wiki.create(NewAccount(name, "Correct-horse-7-battery"))
    creation.step()
    creation.suspend()
    assert isinstance(creation.answer({"captcha": "Paris"}), Created)

for number in range(1, 901):
    create(f"Zoe {number}")
    if number == 300:
        before, objects = resident(), len(gc.get_objects())
print(resident() - before, len(gc.get_objects()) - objects)
""",
        API=testwiki("--release 1.43 --captcha questy").api,
        # Otherwise concurrent threads get malloc arenas of their own, which grow too.
        MALLOC_ARENA_MAX="1",
    )
    assert ended.returncode == 0, ended.stdout
    kilobytes, objects = map(int, ended.stdout.split())
    print(f"600 creations: {kilobytes} kB, {objects} objects")
    # PyPy frees memory late, and its compiler adds objects now and then. A leak is one in each creation at least.
    most = (600, 60) if platform.python_implementation() == "CPython" else (50_000, 600)
    assert kilobytes < most[0]
    assert objects < most[1]
