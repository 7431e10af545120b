from __future__ import annotations

from typing import Any, Dict, List

import pytest
from conftest import Start
from support import expect, zoe
from support.restarted import restarted_login
from testwiki import ADMIN, ADMIN_PASSWORD

from mwaccount import (
    Ask,
    Created,
    Credentials,
    Field,
    FieldKind,
    FieldOption,
    InvalidArgument,
    Options,
    Reason,
    Redirect,
    Refused,
    Restart,
    StepKind,
    Value,
    Wiki,
)

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
        (field,) = answers
        with pytest.raises(TypeError, match=f"^{field} must be str, bool or a list of str, not (int|NoneType|bytes)$"):
            creation.answer(answers)
    with pytest.raises(TypeError, match="^answers must be Mapping, not str$"):
        creation.answer("123456")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="^the name of a field must be str, not int$"):
        creation.answer({5: "x"})  # type: ignore[dict-item]


def test_iteration_yields_each_step_until_nothing_is_supplied(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --captcha questy").api).create(zoe())
    kinds = []
    for step in creation:
        kinds.append(step.kind)
        if kinds == [StepKind.ASK]:
            with pytest.raises(InvalidArgument):
                creation.answer({"nosuch": "Paris"})
        elif isinstance(step, Ask):
            creation.answer({"captcha": "London" if len(kinds) == 2 else "Paris"})
        elif isinstance(step, Refused):
            creation.revise(zoe())
    assert kinds == ["ask", "ask", "refused", "ask", "created"]
    assert step == creation.step()


def test_iteration_ends_at_a_step_that_is_left_alone(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --captcha questy").api).create(zoe())
    assert [step.kind for step in creation] == ["ask"]
    # Another loop goes on.
    for step in creation:
        if isinstance(step, Ask):
            creation.answer({"captcha": "Paris"})
    expect(Created, step)


def test_iteration_over_a_login(testwiki: Start) -> None:
    login = Wiki(testwiki("--release 1.43").api).log_in(Credentials.password(ADMIN, "wrongpassword1"))
    kinds = []
    for step in login:
        kinds.append(step.kind)
        if isinstance(step, Refused):
            login.revise(Credentials.password(ADMIN, ADMIN_PASSWORD))
    assert kinds == ["refused", "logged-in"]


def test_restart_of_a_login(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.43 --setting linkedlogin").api)
    login = wiki.log_in(Credentials.password(ADMIN, ADMIN_PASSWORD))
    kinds = []
    values = {"username": ADMIN, "password": ADMIN_PASSWORD}
    for step in login:
        kinds.append(step.kind)
        if isinstance(step, Restart):
            login.answer({field.name: values[field.name] for field in step.fields if field.name in values})
    assert kinds == ["restart", "logged-in"]


def test_lines_that_a_person_types() -> None:
    options = (FieldOption("a", "Plan A"), FieldOption("b", "Plan B"))
    answers = [
        (FieldKind.STRING, "Paris ", "Paris "),
        (FieldKind.PASSWORD, " x", " x"),
        (FieldKind.STRING, "", None),
        (FieldKind.CHECKBOX, "Yes", True),
        (FieldKind.CHECKBOX, "no", False),
        (FieldKind.BUTTON, "y", True),
        (FieldKind.BUTTON, "", None),
        (FieldKind.SELECT, "2", "b"),
        (FieldKind.SELECT, " b ", "b"),
        (FieldKind.SELECT, "Plan A", "a"),
        (FieldKind.SELECT, "3", "3"),
        (FieldKind.SELECT, "0", "0"),
        (FieldKind.SELECT, "+2", "+2"),
        (FieldKind.SELECT, "9" * 5000, "9" * 5000),
        (FieldKind.SELECT, " ", None),
        (FieldKind.MULTISELECT, "1, Plan B,c", ["a", "b", "c"]),
        (FieldKind.MULTISELECT, "1,", ["a"]),
        (FieldKind.MULTISELECT, "1,, 2", ["a", "b"]),
        (FieldKind.MULTISELECT, " , ", None),
        (FieldKind.MULTISELECT, "", None),
        (FieldKind.NULL, "x", None),
        (FieldKind.HIDDEN, "x", None),
    ]
    for kind, line, answer in answers:
        assert Field("plan", kind, options=options).answer_from(line) == answer


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
