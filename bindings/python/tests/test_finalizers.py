"""The order in which Python finalizes objects, which is any order in a cycle."""

from __future__ import annotations

import gc
import platform
import textwrap
from typing import Any

import pytest
from support import collect, run_python, zoe

from mwaccount import Wiki
from mwaccount._native import handle

PROGRAM = """
import builtins, faulthandler, gc, os, sys
from mwaccount import *

faulthandler.enable()
NOWHERE = "http://127.0.0.1:1/api.php"
used = []

def collect():
    for _ in range(3):
        gc.collect()

class App:
    '''Uses a wiki and everything that depends on it, also when it is finalized.'''

    def __init__(self, kept=None):
        self.wiki = Wiki(NOWHERE, Options(log=self.log))
        self.creation = self.wiki.create(NewAccount("Zoe", "Correct-horse-7-battery"))
        self.request = self.creation.next_request()
        self.probe = self.wiki.begin_probe(NewAccount("Zoe"))
        self.canceller = self.wiki.canceller()
        self.kept = kept
        self.cycle = self

    def log(self, line):
        pass

    def use(self):
        facts = self.wiki.facts()
        assert facts.api_url == NOWHERE and facts.generator is None
        assert self.request.body() == b"" and self.request.headers()
        self.creation.feed_failure(Failure.NOT_SENT, "no network")
        self.wiki.log_out()
        self.canceller.cancel()
        assert self.canceller.is_cancelled()
        try:
            self.probe.requirements()
        except Cancelled:
            used.append(self if self.kept == "resurrect" else None)
        self.canceller.reset()

    def __del__(self):
        self.use()
        if self.kept == "exit":
            os.write(1, b"used\\n")
"""

CASES = {
    "cycles": """
        for _ in range(200):
            App()
            gc.collect()
        collect()
        assert len(used) == 200
    """,
    "resurrected": """
        for _ in range(20):
            App("resurrect")
            gc.collect()
        collect()
        assert len(used) == 20
        for app in list(used):
            app.use()
    """,
    "traceback": """
        def fail():
            app = App()
            app.creation.step()

        for _ in range(50):
            try:
                fail()
            except InvalidArgument as exc:
                kept = exc
            kept.cycle = kept
            del kept
            gc.collect()
        collect()
        assert len(used) == 50
    """,
    "weak references": """
        import weakref
        gone = []
        for _ in range(50):
            app = App()
            finalizer = weakref.finalize(app, gone.append, app.canceller)
            reference = weakref.ref(app.wiki, lambda reference: gone.append(reference()))
            del app
            gc.collect()
        collect()
        assert len(used) == 50 and len(gone) >= 50
        for canceller in filter(None, gone):
            assert not canceller.is_cancelled()
    """,
    "a generator": """
        def creations():
            app = App()
            try:
                yield app
            finally:
                app.wiki.facts()

        for _ in range(50):
            generator = creations()
            next(generator).generator = generator
            del generator
            gc.collect()
        collect()
        assert len(used) == 50
    """,
}

AT_EXIT = {
    "a cycle": "gc.disable(); App('exit')",
    "a global": "app = App('exit')",
    "a global without a cycle": "app = App('exit'); app.cycle = None",
    "a module that is cleared last": "builtins.app = App('exit')",
    "last: an object without a cycle": "sys.app = builtins.app = App('exit'); sys.app.cycle = None",
    "last: handles": "builtins.canceller = Wiki(NOWHERE).canceller(); sys.wiki = Wiki(NOWHERE)",
}


@pytest.mark.parametrize("case", CASES)
def test_a_finalizer_may_use_a_wiki(case: str) -> None:
    ended = run_python(PROGRAM + textwrap.dedent(CASES[case]) + "print('end')")
    assert (ended.returncode, ended.stdout) == (0, "end\n")


@pytest.mark.parametrize("case", AT_EXIT)
def test_a_finalizer_may_use_a_wiki_at_exit(case: str) -> None:
    ended = run_python(PROGRAM + AT_EXIT[case])
    # PyPy finalizes nothing at the exit, and CPython no object that its last module has.
    is_finalized = platform.python_implementation() == "CPython" and not case.startswith("last")
    assert (ended.returncode, ended.stdout) == (0, "used\n" if is_finalized else "")


def test_handles_are_freed_with_the_last_reference() -> None:
    collect()
    before = len(handle._in_use)
    wiki: Any = Wiki("http://127.0.0.1:1/api.php")
    objects = [wiki, wiki.canceller(), wiki.create(zoe()), wiki.begin_probe(zoe())]
    collect()
    assert len(handle._in_use) == before + 5  # The fifth is the canceller of the wiki's own.
    objects.append(objects)
    pointer = wiki._handle.pointer
    assert platform.python_implementation() == "PyPy" or not gc.is_tracked(pointer)
    del wiki, objects
    collect()
    assert len(handle._in_use) == before + 1
    del pointer
    collect()
    assert len(handle._in_use) == before
