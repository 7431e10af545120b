from __future__ import annotations

import pickle
import traceback
from pathlib import Path
from typing import Any, Callable, Dict

import pytest
from conftest import Start
from requests_http import RequestsHttp
from support import the, zoe

import mwaccount
from mwaccount import (
    Credentials,
    MwaccountError,
    NewAccount,
    NotCopyable,
    Options,
    Redirect,
    Request,
    RequestKind,
    Response,
    Secret,
    Wiki,
)

WORD = "hunter2hunter2"
NOWHERE = "http://127.0.0.1:1/api.php"

HOLDERS: Dict[str, object] = {
    "a secret": Secret(WORD),
    "an account": NewAccount("Zoe", WORD, fields={"pin": WORD, "pins": [WORD]}),
    "credentials": Credentials.password("Zoe", WORD),
    "a token": Credentials.oauth(WORD),
    "options": Options(access_token=WORD, proxy=f"http://zoe:{WORD}@127.0.0.1:9"),
    "a server's login": Options(http_user="zoe", http_password=WORD),
    "a redirect": Redirect(f"https://login.example.org/?key={WORD}", WORD),
    "a response": Response(200, [("Set-Cookie", WORD)], WORD.encode()),
}


@pytest.mark.parametrize("holder", HOLDERS.values(), ids=HOLDERS.keys())
def test_nothing_shows_them(holder: object) -> None:
    for shown in (repr(holder), str(holder), f"{holder}", f"{holder!r:>40}"):
        assert WORD not in shown
    if not isinstance(holder, (Redirect, Response)):
        with pytest.raises(NotCopyable):
            pickle.dumps(holder)


def test_a_secret_has_no_attribute_with_its_text() -> None:
    secret = Secret(WORD)
    assert not hasattr(secret, "__dict__")
    assert WORD not in repr([getattr(secret, name) for name in dir(secret)])
    assert secret.reveal() == WORD
    assert secret == Secret(WORD) != Secret("another")
    assert secret != WORD
    assert len({secret, Secret(WORD)}) == 1
    assert Secret.of(secret) is secret


def test_an_account_is_changed_with_all_it_has() -> None:
    account = NewAccount("Zoe", WORD, "zoe@example.org", fields={"pin": WORD})
    changed = account.replace(name="Max", email=None)
    assert (changed.name, changed.email) == ("Max", None)
    assert the(Secret, changed.password).reveal() == WORD
    assert the(Secret, changed.fields["pin"]).reveal() == WORD
    assert account.name == "Zoe"
    assert account == NewAccount("Zoe", Secret(WORD), "zoe@example.org", fields={"pin": Secret(WORD)})
    with pytest.raises(TypeError):
        account.fields["pin"] = "another"  # type: ignore[index]


def test_a_request_shows_none_of_its_own(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43").api).create(zoe(password=WORD))
    RequestsHttp().send(creation, the(Request, creation.next_request()))
    request = the(Request, creation.next_request())
    assert request.kind is RequestKind.MAY_CREATE
    assert WORD.encode() in request.body()
    assert WORD not in repr(request) + repr(vars(request))


CALLS: Dict[str, Callable[[], Any]] = {
    "a name": lambda: Wiki(NOWHERE).create(NewAccount("Zo\udce9", WORD)),
    "a password": lambda: Wiki(NOWHERE).create(NewAccount("Zoe", f"{WORD}\0")),
    "no UTF-8": lambda: Wiki(NOWHERE).create(NewAccount("Zoe", f"{WORD}\udce9")),
    "a login": lambda: Wiki(NOWHERE).log_in(Credentials.password("Zo\udce9", WORD)),
    "a token": lambda: Wiki(NOWHERE).log_in(Credentials.oauth(f"{WORD}\0")),
    "an answer": lambda: Wiki(NOWHERE).create(NewAccount("Zoe")).answer({"pin": WORD}),
    "answers": lambda: Wiki(NOWHERE).create(NewAccount("Zoe")).answer({"pin": [WORD, "\0"]}),
    "an address": lambda: Wiki(NOWHERE).create(NewAccount("Zoe")).returned(f"http://127.0.0.1/?key={WORD}"),
    "a text": lambda: Wiki.resume(WORD),
    "a proxy": lambda: Wiki(NOWHERE, Options(proxy=f"no proxy {WORD}")),
    "a server's login": lambda: Wiki(NOWHERE, Options(http_user="a:b", http_password=WORD)),
    "a password alone": lambda: Wiki(NOWHERE, Options(http_password=WORD)),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_tracebacks_show_none(call: Callable[[], Any]) -> None:
    """Neither the message nor the variables of this package's frames, which tools print beside a traceback."""
    with pytest.raises(MwaccountError) as caught:
        call()
    assert WORD not in str(caught.value)
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    package = str(Path(mwaccount.__file__).parent)
    frames = [frame for frame in shown.stack if frame.filename.startswith(package)]
    assert frames
    for frame in frames:
        assert WORD not in str(frame.locals), frame
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
