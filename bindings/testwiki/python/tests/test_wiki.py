"""Tests of the class Testwiki, without the pytest plugin."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Dict, Iterator, get_type_hints
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

import testwiki
from testwiki import Options, Testwiki, TestwikiError, command
from testwiki.options import to_json


@pytest.fixture(scope="module")
def started() -> Iterator[Testwiki]:
    with Testwiki(release="1.26", throttle=1) as wiki:
        yield wiki


@pytest.fixture
def fresh(started: Testwiki) -> Testwiki:
    started.reset()
    return started


def create(wiki: Testwiki, name: str, **more: str) -> bytes:
    """Creates an account with the legacy API, as a client without cookies cannot: the wiki tells what it lacks."""
    form = {"action": "createaccount", "name": name, "password": "Correct-horse-7", "format": "json", **more}
    with urlopen(wiki.api, urlencode(form).encode()) as answer:
        content: bytes = answer.read()
    return content


def test_what_it_tells(fresh: Testwiki) -> None:
    assert fresh.api == f"{fresh.url}/api.php"
    assert fresh.release == "1.26.0" and fresh.is_running
    assert [account.name for account in fresh.accounts()] == [testwiki.ADMIN]
    admin = fresh.account("Admin")
    assert admin is not None and admin.password == testwiki.ADMIN_PASSWORD and admin.log_action is None
    assert fresh.account("No/body ü") is None
    assert (fresh.requests(), fresh.request_counts(), fresh.log(), fresh.mails()) == (0, {}, [], [])
    assert b"NeedToken" in create(fresh, "Zoe")
    assert (fresh.requests(), fresh.requests("createaccount"), fresh.requests("login")) == (1, 1, 0)
    assert fresh.request_counts() == {"createaccount": 1}
    (request,) = fresh.log()
    assert (request.method, request.target, request.action) == ("POST", "/api.php", "createaccount")
    assert (request.form["name"], request.status) == ("Zoe", 200)
    made = fresh.create_account("zoe example/ü", "secretword123")
    assert made == fresh.account("Zoe example/ü") and made.registered == pytest.approx(fresh.time, abs=2)
    with pytest.raises(TestwikiError, match="there is an account Zoe example/ü already"):
        fresh.create_account("zoe example/ü", "secretword123")
    assert repr(fresh) == f"<Testwiki 1.26.0 at {fresh.url}>"


def test_what_it_changes(fresh: Testwiki) -> None:
    api = fresh.api
    assert not fresh.url.endswith("/w")
    fresh.settings(release="1.43", script_path="/w", settings=("otp", "hidden"))
    assert (fresh.release, fresh.api) == ("1.43.0", f"{fresh.url}/api.php") and fresh.url.endswith("/w")
    fresh.reset()
    assert (fresh.release, fresh.api) == ("1.26.0", api)

    fresh.fault("503=1@createaccount", times=2)
    for _ in range(2):
        with pytest.raises(HTTPError) as caught:
            create(fresh, "Zoe")
        assert caught.value.code == 503
        caught.value.close()
    assert b"NeedToken" in create(fresh, "Zoe")
    fresh.fault("503=1@createaccount", times="always")
    fresh.fault("503=1")
    fresh.clear_faults()
    assert b"NeedToken" in create(fresh, "Zoe")

    fresh.stop_clock(1_700_000_000)
    fresh.advance_clock(-60)
    assert fresh.time == 1_700_000_000 - 60


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"release": "1.5"}, "no such release: 1.5 .1.16 to 1.46"),
        ({"settings": ["pink"]}, "pink"),
        ({"settings": "pink"}, "'pink'"),
        ({"captcha": "pink"}, "pink"),
        ({"faults": ["pink"]}, "pink"),
        ({"setings": ["private"]}, "--setings"),
        ({"settings": [None]}, "."),
    ],
)
def test_the_commands_messages(fresh: Testwiki, options: Any, message: str) -> None:
    for refused in (lambda: fresh.settings(**options), lambda: fresh.reset(**options), lambda: Testwiki(**options)):
        with pytest.raises(TestwikiError, match=message) as caught:
            refused()
        assert "Usage" not in str(caught.value) and not str(caught.value).startswith("error")
    assert fresh.release == "1.26.0"


def test_other_refusals(fresh: Testwiki, tmp_path: Path) -> None:
    with pytest.raises(TestwikiError, match="no such fault|pink"):
        fresh.fault("pink")
    with pytest.raises(TestwikiError, match="times is a number"):
        fresh.fault("503=1", times=0)
    with pytest.raises(TestwikiError, match="advance is a number"):
        fresh.advance_clock("soon")  # type: ignore[arg-type]
    with pytest.raises(TestwikiError, match="nothing-here does not start: .*No such file"):
        Testwiki(command=str(tmp_path / "nothing-here"))
    with pytest.raises(TestwikiError, match="true has ended"):
        Testwiki(command="true")


def test_arguments_of_the_command(tmp_path: Path) -> None:
    with Testwiki(arguments=["--https", "--certificate", str(tmp_path / "wiki.pem")], script_path="/w") as wiki:
        assert wiki.url.startswith("https://") and wiki.api == f"{wiki.url}/api.php"
        assert "BEGIN CERTIFICATE" in (tmp_path / "wiki.pem").read_text()
        wiki.reset(script_path="")
        assert wiki.url.startswith("https://") and wiki.api == f"{wiki.url}/api.php"


def test_the_end() -> None:
    with Testwiki() as wiki:
        process = wiki._process
    assert process.returncode == 0 and not wiki.is_running
    wiki.close()
    with pytest.raises(TestwikiError, match="has ended with the status 0"):
        wiki.accounts()
    killed = Testwiki()
    killed._process.kill()
    killed._process.wait()
    with pytest.raises(TestwikiError, match="has ended with the status -9"):
        killed.reset()
    killed.close()


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # One that has ended and whose parent has not noticed is there, too.
    return Path(f"/proc/{process}/stat").read_text().rsplit(") ", 1)[1][0] != "Z"


def ends(process: int) -> bool:
    """Returns True if a process ends within some seconds."""
    limit = time.monotonic() + 10
    while is_alive(process) and time.monotonic() < limit:
        time.sleep(0.01)
    return not is_alive(process)


def test_it_ends_with_its_parent() -> None:
    program = "import testwiki, time; print(testwiki.Testwiki()._process.pid, flush=True)"
    # Without a variable the object ends at once, with one when the program ends.
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, check=True, text=True)
    assert ends(int(done.stdout))
    kept = program.replace("print(", "wiki = testwiki.Testwiki(); print(").replace("testwiki.Testwiki()._p", "wiki._p")
    done = subprocess.run([sys.executable, "-c", kept], stdout=subprocess.PIPE, check=True, text=True)
    assert ends(int(done.stdout))
    line = [sys.executable, "-c", f"{kept}; time.sleep(60)"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        process = int(parent.stdout.readline())
        assert is_alive(process)
        parent.kill()
        assert ends(process)


def test_the_options_are_those_of_the_command() -> None:
    """And those of no wiki are missing."""
    printed = subprocess.run([command.path(), "--help"], stdout=subprocess.PIPE, check=True, text=True).stdout
    names = set(re.findall(r"^ +(?:-\w, )?--([a-z0-9-]+)", printed, re.MULTILINE))
    others = {"port", "address", "https", "certificate", "control", "exit-with-parent", "list", "help", "version"}
    options: Dict[str, Any] = dict.fromkeys(get_type_hints(Options))
    assert set(to_json(options)) == names - others


def test_the_command_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = subprocess.run([sys.executable, "-m", "testwiki", "--version"], stdout=subprocess.PIPE, text=True)
    assert printed.stdout == f"testwiki {testwiki.__version__}\n"
    monkeypatch.delenv("MWACCOUNT_TESTWIKI", raising=False)
    assert Path(command.path()).parent == Path(sys.executable).parent
    monkeypatch.setenv("MWACCOUNT_TESTWIKI", "/elsewhere")
    assert command.path() == "/elsewhere"
    monkeypatch.delenv("MWACCOUNT_TESTWIKI")
    monkeypatch.setattr(command, "folders", lambda: iter(["/nowhere"]))
    with pytest.raises(TestwikiError, match="not installed"):
        command.path()
