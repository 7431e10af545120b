"""Runs the suite of bindings/scenarios/README.md with the installed package and prints the results."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Callable, Dict, Iterator, Optional

from mwaccount import (
    Ask,
    Created,
    Credentials,
    Format,
    LoggedIn,
    MwaccountError,
    NewAccount,
    Options,
    Prompt,
    Reason,
    Redirect,
    Refused,
    Step,
    Unknown,
    Value,
    Wiki,
)

sys.path.append(str(Path(__file__).parent / "examples"))

from requests_http import RequestsHttp

PASSWORD = "Correct-horse-7-battery"


def account(name: str) -> NewAccount:
    return NewAccount(name, PASSWORD, "zoe@example.org")


def at(address: str, http_auth: Optional[str] = None) -> Wiki:
    format = Format(os.environ["MWACCOUNT_FORMAT"])
    return Wiki(address, Options(format=format, http_user=http_auth, http_password=http_auth))


def plain() -> Wiki:
    return at(os.environ["MWACCOUNT_PLAIN"])


def questy() -> Wiki:
    return at(os.environ["MWACCOUNT_QUESTY"])


def private() -> Wiki:
    return at(os.environ["MWACCOUNT_PRIVATE"])


def describe(step: Step) -> str:
    """Returns the line for a step."""
    parts = [str(step.kind)]
    if isinstance(step, Created):
        parts += [step.name, *(warning.code for warning in step.warnings)]
    elif isinstance(step, LoggedIn):
        parts += [step.name]
    elif isinstance(step, Redirect):
        parts += [field.name for field in step.fields]
    elif isinstance(step, Prompt):
        parts += [field.name for field in step.fields]
        if step.captcha is not None:
            parts += ["captcha", step.captcha.kind, step.captcha.question or "-"]
    elif isinstance(step, Refused):
        parts += [step.reason, step.code or "-"]
        parts += ["may-resubmit"] if step.may_resubmit else []
    elif isinstance(step, Unknown):
        parts += [step.reason]
    return " ".join(parts)


def describe_error(exc: MwaccountError) -> str:
    """Returns the line for an error."""
    return f"error {exc.reason} {exc.field or '-'}"


def number(answer: Optional[bool]) -> int:
    """Returns 1 for True, 0 for False and -1 for None."""
    return -1 if answer is None else int(answer)


def create() -> Iterator[str]:
    yield describe(plain().create(account("zoe example")).step())


def taken() -> Iterator[str]:
    creation = plain().create(account("Admin"))
    step = creation.step()
    yield describe(step)
    if isinstance(step, Refused):
        yield describe(creation.revise(account("Max Example")))


def weak() -> Iterator[str]:
    yield describe(plain().create(account("Weak Example").replace(password="Weak Example")).step())


def captcha() -> Iterator[str]:
    creation = questy().create(account("Cap Example"))
    step = creation.step()
    yield describe(step)
    answer = "London"
    for _ in range(5):
        if isinstance(step, Ask):
            step = creation.answer({"captcha": answer})
            answer = "Paris"
        elif isinstance(step, Refused) and step.reason is Reason.CAPTCHA_WRONG:
            step = creation.revise(account("Cap Example"))
        else:
            break
        yield describe(step)


def warn() -> Iterator[str]:
    creation = at(os.environ["MWACCOUNT_WARNED"]).create(account("Warn Example"))
    step = creation.step()
    yield describe(step)
    if isinstance(step, Refused) and step.may_resubmit:
        yield describe(creation.revise(account("Warn Example")))


def login() -> Iterator[str]:
    wiki = private()
    for password in ("wrongpassword1", "adminpass12345"):
        try:
            yield describe(wiki.log_in(Credentials.password("Admin", password)).step())
        except MwaccountError as exc:
            yield describe_error(exc)
    yield describe(wiki.create(account("Pupil Example").replace(reason="course")).step())


def restart() -> Iterator[str]:
    login = at(os.environ["MWACCOUNT_LINKED"]).log_in(Credentials.password("Admin", "adminpass12345"))
    yield describe(login.step())
    yield describe(login.answer({"username": "Admin", "password": "adminpass12345"}))


def redirect() -> Iterator[str]:
    creation = at(os.environ["MWACCOUNT_OPENID"]).create(account("Else Example"))
    yield describe(creation.step())
    yield describe(creation.returned("https://wiki.example.org/?code=c0de&state=st4te"))


def probe() -> Iterator[str]:
    found = questy().probe(account("Probe Example"))
    yield f"probed {found.dialect} captcha={number(found.captcha_asked)} name={number(found.name_good)}"


def suspend() -> Iterator[str]:
    creation = questy().create(account("Susp Example"))
    yield describe(creation.step())
    resumed = Wiki.resume(creation.suspend()).creation
    assert resumed is not None
    step = resumed.step()
    yield describe(step)
    if isinstance(step, Ask):
        answers: Dict[str, Value] = {"captcha": "Paris"}
        if step.field("password") is not None:
            answers["password"] = PASSWORD
        yield describe(resumed.answer(answers))


def page() -> Iterator[str]:
    wiki = at(os.environ["MWACCOUNT_PAGE"])
    yield f"found {number(wiki.facts().is_api_found)}"
    yield describe(wiki.create(account("Page Example")).step())
    yield f"found {number(wiki.facts().is_api_found)}"


def http_auth() -> Iterator[str]:
    guarded = os.environ["MWACCOUNT_GUARDED"]
    yield describe(at(guarded, http_auth="lab").create(account("Auth Example")).step())
    yield describe(at(guarded).create(account("Anon Example")).step())


def own_http() -> Iterator[str]:
    creation = plain().create(account("Host Example"))
    RequestsHttp().drive(creation)
    yield describe(creation.step())


def unreachable() -> Iterator[str]:
    yield describe(at("http://127.0.0.1:1/api.php").create(account("Far Example")).step())


def cancel() -> Iterator[str]:
    wiki = plain()
    wiki.canceller().cancel()
    try:
        yield describe(wiki.create(account("Late Example")).step())
    except MwaccountError as exc:
        yield describe_error(exc)
    wiki.canceller().reset()
    yield describe(wiki.create(account("Late Example")).step())


def bad_field() -> Iterator[str]:
    creation = questy().create(account("Bad Example"))
    yield describe(creation.step())
    yield describe(creation.answer({"nosuch": "1"}))


Scenario = Callable[[], Iterator[str]]
SCENARIOS: Dict[str, Scenario] = {
    "create": create,
    "taken": taken,
    "weak": weak,
    "captcha": captcha,
    "warn": warn,
    "login": login,
    "restart": restart,
    "redirect": redirect,
    "probe": probe,
    "suspend": suspend,
    "page": page,
    "http-auth": http_auth,
    "own-http": own_http,
    "unreachable": unreachable,
    "cancel": cancel,
    "bad-field": bad_field,
}

# Each scenario yields its lines. An exception ends it with a line of its own.
for name, scenario in SCENARIOS.items():
    try:
        for line in scenario():
            print(f"{name}: {line}")
    except MwaccountError as exc:
        print(f"{name}: {describe_error(exc)}")
