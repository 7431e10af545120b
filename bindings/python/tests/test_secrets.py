from __future__ import annotations

import pickle
import traceback
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any, Callable, Dict

import pytest
from conftest import Start
from requests_http import RequestsHttp
from support import expect, zoe

import mwaccount
from mwaccount import (
    Ask,
    Credentials,
    Effect,
    Field,
    FieldKind,
    MwaccountError,
    NewAccount,
    NotCopyable,
    OAuth1Token,
    Options,
    Redirect,
    Request,
    Response,
    Secret,
    Wiki,
)

SECRET = "hunter2hunter2"
NOWHERE = "http://127.0.0.1:1/api.php"

HOLDERS: Dict[str, object] = {
    "a secret": Secret(SECRET),
    "an account": NewAccount("Zoe", SECRET, fields={"pin": SECRET, "pins": [SECRET]}),
    "credentials": Credentials.password("Zoe", SECRET),
    "a token": Credentials.oauth(SECRET),
    "a token of OAuth 1.0a": Credentials.oauth(OAuth1Token(SECRET, SECRET, SECRET, SECRET)),
    "options": Options(access_token=SECRET, proxy=f"http://zoe:{SECRET}@127.0.0.1:9"),
    "a server's login": Options(http_user="zoe", http_password=SECRET),
    "suspend keys": Options(suspend_keys=[SECRET * 3]),
    "a redirect": Redirect(f"https://login.example.org/?key={SECRET}", SECRET),
    "a field": Field("key", FieldKind.NULL, value=SECRET),
    "an ask": Ask(fields=(Field("key", FieldKind.NULL, value=SECRET),)),
    "a response": Response(200, [("Set-Cookie", SECRET)], SECRET.encode()),
}


@pytest.mark.parametrize("holder", HOLDERS.values(), ids=HOLDERS.keys())
def test_repr_hides_secrets(holder: object) -> None:
    for shown in (repr(holder), str(holder), f"{holder}", f"{holder!r:>40}"):
        assert SECRET not in shown
    if not isinstance(holder, (Ask, Field, Redirect, Response)):
        with pytest.raises(NotCopyable):
            pickle.dumps(holder)


# Names of things, numbers, sentences of the wiki, handles of the C library, and types that are not classes.
WITHOUT_SECRETS = """
    Answers Bulk CallFailed Cancelled Canceller Captcha CaptchaKind CaptchaMixin Conversation Created Creation
    CreationStep CreationWarning CreatorLimits Dialect Effect Event Facts Failure FieldKind FieldOption Format Image
    ImageFetch Interaction InUse InvalidArgument Journal library_version LibraryFault LibraryUnusable LoggedIn Login
    LoginStep MwaccountError NameCheck NameStatus NotCopyable Outcome Probe RateLimit Reason Refused Requirements
    Resumed Row RowResult SharedAccounts Step StepKind Stop Unknown User Value Wait Wiki
"""


def test_every_class_is_checked() -> None:
    """A new class has to be added to the holders, or to the classes without secrets."""
    held = {type(holder).__name__ for holder in HOLDERS.values()}
    # A request is checked in a conversation, a token in credentials, and Restart and Prompt have the properties of Ask.
    known = held | set(WITHOUT_SECRETS.split()) | {"Request", "OAuth1Token", "Restart", "Prompt"}
    assert known == set(mwaccount.__all__)


def test_secret_has_no_attribute_with_its_text() -> None:
    secret = Secret(SECRET)
    assert not hasattr(secret, "__dict__")
    assert SECRET not in repr([getattr(secret, name) for name in dir(secret)])
    assert secret.reveal() == SECRET
    assert secret == Secret(SECRET) != Secret("another")
    assert secret != SECRET
    assert len({secret, Secret(SECRET)}) == 1
    assert Secret.of(secret) is secret


def test_replace_keeps_the_other_values() -> None:
    account = NewAccount("Zoe", SECRET, "zoe@example.org", fields={"pin": SECRET})
    changed = account.replace(name="Max", email=None)
    assert (changed.name, changed.email) == ("Max", None)
    assert expect(Secret, changed.password).reveal() == SECRET
    assert expect(Secret, changed.fields["pin"]).reveal() == SECRET
    assert account.name == "Zoe"
    assert account == NewAccount("Zoe", Secret(SECRET), "zoe@example.org", fields={"pin": Secret(SECRET)})
    with pytest.raises(TypeError):
        account.fields["pin"] = "another"  # type: ignore[index]


def test_repr_of_a_request_hides_secrets(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43").api).create(zoe(password=SECRET))
    RequestsHttp().send(creation, expect(Request, creation.next_request()))
    request = expect(Request, creation.next_request())
    assert request.effect is Effect.MAY_CREATE
    assert SECRET.encode() in request.body()
    assert SECRET not in repr(request) + repr(vars(request))


CLIENT_PEM = Path(__file__).parents[3] / "tests/tls/client.pem"
CLIENT_KEY = CLIENT_PEM.read_text().split("PRIVATE KEY-----")[1].split()[0]


def test_the_key_of_a_client_certificate_is_hidden(testwiki: Start, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.pem"
    damaged.write_text(f"-----BEGIN PRIVATE KEY-----\n{CLIENT_KEY}\n-----END PRIVATE KEY-----\n")
    for options in (
        Options(client_cert=CLIENT_PEM, client_key=damaged),
        Options(client_cert=damaged),
        Options(ca_file=damaged),
    ):
        with pytest.raises(MwaccountError) as caught:
            Wiki(NOWHERE, options)
        shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
        for text in (repr(options), repr(vars(options)), str(caught.value), "".join(shown.format())):
            assert CLIENT_KEY not in text
    options = Options(client_cert=CLIENT_PEM)
    wiki = Wiki(testwiki("--release 1.43").api, options)
    created = wiki.create(zoe(password=SECRET)).step()
    for held in (options, wiki, created):
        assert CLIENT_KEY not in repr(held)


def test_suspend_keys_are_in_no_text(testwiki: Start) -> None:
    key = SECRET * 3
    creation = Wiki(testwiki("--release 1.26 --captcha questy").api, Options(suspend_keys=[key])).create(zoe())
    expect(Ask, creation.step())
    text = creation.suspend()
    body = text.reveal().split(".")[1]
    assert key.encode() not in urlsafe_b64decode(body + "=" * (-len(body) % 4))
    for keys in ([], ["another key, of 32 bytes or longer"]):
        with pytest.raises(MwaccountError) as caught:
            Wiki.resume(text, Options(suspend_keys=keys))
        assert SECRET not in str(caught.value)
        assert text.reveal() not in str(caught.value)
    Wiki.resume(text, Options(suspend_keys=[key]))


CALLS: Dict[str, Callable[[], Any]] = {
    "a name": lambda: Wiki(NOWHERE).create(NewAccount("Zo\udce9", SECRET)),
    "a password": lambda: Wiki(NOWHERE).create(NewAccount("Zoe", f"{SECRET}\0")),
    "no UTF-8": lambda: Wiki(NOWHERE).create(NewAccount("Zoe", f"{SECRET}\udce9")),
    "a login": lambda: Wiki(NOWHERE).log_in(Credentials.password("Zo\udce9", SECRET)),
    "a token": lambda: Wiki(NOWHERE).log_in(Credentials.oauth(f"{SECRET}\0")),
    "a token of OAuth 1.0a": lambda: Wiki(NOWHERE).log_in(
        Credentials.oauth(OAuth1Token("a", SECRET, "b", f"{SECRET}\0"))
    ),
    "an answer": lambda: Wiki(NOWHERE).create(NewAccount("Zoe")).answer({"pin": SECRET}),
    "answers": lambda: Wiki(NOWHERE).create(NewAccount("Zoe")).answer({"pin": [SECRET, "\0"]}),
    "an address": lambda: Wiki(NOWHERE).create(NewAccount("Zoe")).returned(f"http://127.0.0.1/?key={SECRET}"),
    "a text": lambda: Wiki.resume(SECRET),
    "a proxy": lambda: Wiki(NOWHERE, Options(proxy=f"no proxy {SECRET}")),
    "a server's login": lambda: Wiki(NOWHERE, Options(http_user="a:b", http_password=SECRET)),
    "an address with a password": lambda: Wiki(f"https://zoe:{SECRET}@wiki example/"),
    "a password twice": lambda: Wiki(
        f"https://zoe:{SECRET}@wiki.example/", Options(http_user="zoe", http_password=SECRET)
    ),
    "an address with an end of a password": lambda: Wiki(f"https://zoe:80/{SECRET}@wiki.example/"),
    "a short suspend key": lambda: Wiki(NOWHERE, Options(suspend_keys=[SECRET])),
    "a password alone": lambda: Wiki(NOWHERE, Options(http_password=SECRET)),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_tracebacks_hide_secrets(call: Callable[[], Any]) -> None:
    """Neither the message nor the local variables of the package's frames, which tools print beside a traceback."""
    with pytest.raises(MwaccountError) as caught:
        call()
    assert SECRET not in str(caught.value)
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    package = str(Path(mwaccount.__file__).parent)
    frames = [frame for frame in shown.stack if frame.filename.startswith(package)]
    assert frames
    for frame in frames:
        assert SECRET not in str(frame.locals), frame
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
