from __future__ import annotations

from typing import Any, Dict, List

import pytest
from conftest import Start
from support import expect, zoe
from support.restarted import restarted_login

from mwaccount import Ask, Created, Field, FieldKind, InvalidArgument, Options, Reason, Redirect, Restart, Value, Wiki

BACK = "http://127.0.0.1:9/back"


def test_second_factor(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --setting otp").api).create(zoe())
    ask = expect(Ask, creation.step())
    assert ask.account_exists is True
    plan = expect(Field, ask.field("otpPlan"))
    assert plan.kind is FieldKind.SELECT
    assert plan.options[0].label
    with pytest.raises(InvalidArgument) as caught:
        creation.answer({"otpPlan": "nosuch"})
    assert (caught.value.field, caught.value.reason) == ("otpPlan", Reason.INVALID_ARGUMENT)
    answers: Dict[str, Value] = {"otpToken": "123456", "otpPlan": "b", "otpTags": ["x", "y"], "otpAgree": True}
    assert expect(Created, creation.answer(answers)).warnings == ()


def test_answer_of_a_wrong_type(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --setting otp").api).create(zoe())
    creation.step()
    bad: List[Dict[str, Any]] = [
        {"otpToken": 123456},
        {"otpTags": ["x", 1]},
        {"otpToken": None},
        {"otpToken": b"123456"},
    ]
    for answers in bad:
        with pytest.raises(InvalidArgument) as caught:
            creation.answer(answers)
        assert [caught.value.field] == list(answers)


def test_redirect(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.43 --setting openid").api, Options(return_url=BACK))
    creation = wiki.create(zoe())
    redirect = expect(Redirect, creation.step())
    assert redirect.account_exists is not None
    assert redirect.url.startswith("http")
    assert redirect.url not in repr(redirect)
    ask = expect(Ask, creation.returned(f"{BACK}?code=c0de&state=st4te"))
    assert ask.field("otpToken") is not None


def test_restart(testwiki: Start) -> None:
    restart = expect(Restart, restarted_login(Wiki(testwiki("--release 1.43").api)).step())
    assert restart.message == "Nobody here has this login."
    assert expect(Field, restart.field("pin")).sensitive


def test_terms_checkbox(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --setting terms").api).create(zoe())
    ask = expect(Ask, creation.step())
    assert ask.account_exists is False
    (box,) = (field for field in ask.fields if field.kind is FieldKind.CHECKBOX)
    expect(Created, creation.answer({box.name: True}))
