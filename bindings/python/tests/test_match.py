"""Steps can be destructured by `match`, on Python 3.10 and later."""

from __future__ import annotations

import pytest
from conftest import Start
from support import PUBLIC, zoe
from test_readme import MATCH
from testwiki import ADMIN, ADMIN_PASSWORD
from typing_extensions import assert_never

from mwaccount import (
    Ask,
    Captcha,
    Created,
    CreationStep,
    Credentials,
    Event,
    LoggedIn,
    LoginStep,
    Reason,
    Redirect,
    Refused,
    Restart,
    RowResult,
    Step,
    Stop,
    Unknown,
    Wait,
    Wiki,
)


def describe_creation(step: CreationStep) -> str:
    """Type checkers know that a creation has no other step."""
    match step:
        case Created():
            return "created"
        case Ask() | Restart():
            return "asks"
        case Redirect():
            return "redirects"
        case Refused():
            return "refused"
        case Unknown():
            return "perhaps created"
        case _:
            assert_never(step)


def describe_login(step: LoginStep) -> str:
    """Type checkers know that a login has no other step."""
    match step:
        case LoggedIn():
            return "logged in"
        case Ask() | Restart():
            return "asks"
        case Redirect():
            return "redirects"
        case Refused():
            return "refused"
        case _:
            assert_never(step)


def describe_event(event: Event) -> str:
    """Type checkers know that a run has no other event."""
    match event:
        case RowResult():
            return "result"
        case Ask() | Restart() | Redirect():
            return "asks"
        case Wait():
            return "waits"
        case Stop():
            return "stops"
        case _:
            assert_never(event)


def test_steps_have_types_of_their_own(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.43 --captcha questy").api)
    creation = wiki.create(zoe())
    assert describe_creation(creation.step()) == "asks"
    assert [describe_creation(step) for step in creation] == ["asks"]
    assert describe_creation(creation.answer({"captcha": "London"})) == "refused"
    login = wiki.log_in(Credentials.password(ADMIN, "wrongpassword1"))
    assert describe_login(login.step()) == "refused"
    assert describe_login(login.revise(Credentials.password(ADMIN, ADMIN_PASSWORD))) == "logged in"
    assert [describe_event(event) for event in wiki.bulk([zoe()])] == ["result"]


def describe(step: Step) -> str:
    match step:
        case Created(name, warnings=()):
            return f"created {name}"
        case Created(name):
            return f"created {name}, with warnings"
        case Ask(captcha=Captcha(question=str(question))):
            return f"asks: {question}"
        case Ask(message, fields) | Restart(message, fields):
            return f"{message or 'wants'} {len(fields)}"
        case Refused(Reason.CAPTCHA_WRONG):
            return "wrong"
        case Refused(reason, code, message):
            return f"{reason} {code} {message}"
        case Redirect(url):
            return url
        case LoggedIn(name):
            return f"logged in {name}"
        case Unknown(name, evidence=evidence):
            return f"perhaps {name}: {evidence}"


def test_match_destructures_steps(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --captcha questy").api).create(zoe())
    assert describe(creation.step()) == "asks: What is the capital of France?"
    assert describe(creation.answer({"captcha": "London"})) == "wrong"
    creation.revise(zoe())
    assert describe(creation.answer({"captcha": "Paris"})) == "created Zoe Example"
    assert describe(Refused(Reason.BLOCKED, "blocked", "no")) == "blocked blocked no"
    assert describe(Unknown("Zoe", Reason.UNREACHABLE, None, "lost")) == "perhaps Zoe: lost"
    assert describe(Redirect("https://login.example.org")) == "https://login.example.org"
    assert describe(LoggedIn("Admin")) == "logged in Admin"
    assert describe(Restart()) == "wants 0"


def test_readme_match_example(testwiki: Start, capsys: pytest.CaptureFixture[str]) -> None:
    creation = Wiki(testwiki("--release 1.43 --captcha questy").api).create(zoe())
    exec(MATCH[0], {**PUBLIC, "creation": creation})
    assert capsys.readouterr().out == "What is the capital of France?\n"
