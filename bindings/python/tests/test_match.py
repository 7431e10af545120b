"""Steps can be destructured by `match`, on Python 3.10 and later."""

from __future__ import annotations

import pytest
from conftest import Start
from support import PUBLIC, zoe
from test_readme import MATCH

from mwaccount import Ask, Captcha, Created, LoggedIn, Reason, Redirect, Refused, Restart, Step, Unknown, Wiki


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
