from __future__ import annotations

import pytest
from conftest import Start
from support import expect, zoe
from testwiki import ANSWER

from mwaccount import (
    Ask,
    CallFailed,
    CaptchaKind,
    Created,
    CreationWarning,
    Dialect,
    Format,
    InvalidArgument,
    Options,
    RateLimit,
    Reason,
    Refused,
    StepKind,
    Wiki,
)

RELEASES = [
    ("1.22", Format.JSON, Dialect.LEGACY_API),
    ("1.26", Format.XML, Dialect.LEGACY_API),
    ("1.39", Format.JSON, Dialect.AUTH_MANAGER),
    ("1.46", Format.JSON, Dialect.AUTH_MANAGER),
]


@pytest.mark.parametrize(("release", "format", "dialect"), RELEASES)
def test_create(testwiki: Start, release: str, format: Format, dialect: Dialect) -> None:
    server = testwiki(f"--release {release}")
    is_legacy = dialect is Dialect.LEGACY_API
    with Wiki(server.api, Options(format=format, contact="ops@example.org")) as wiki:
        with wiki.create(zoe(name="zoe Ëxample")) as creation:
            created = expect(Created, creation.step())
        facts = wiki.facts()
    assert created.name == "Zoe Ëxample"
    assert created.kind is StepKind.CREATED
    assert isinstance(created.user_id, int) == is_legacy
    assert server.account("Zoe Ëxample")
    assert facts.dialect is dialect
    assert facts.api_url == server.api
    assert facts.requests == (3 if is_legacy else 2)
    assert facts.creator is None


def test_known_dialect_saves_a_request(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.26").api, Options(dialect=Dialect.LEGACY_API))
    expect(Created, wiki.create(zoe()).step())
    assert wiki.facts().requests == 2


def test_captcha(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --captcha questy").api).create(zoe())
    ask = expect(Ask, creation.step())
    assert ask.captcha is not None
    assert ask.captcha.kind is CaptchaKind.QUESTION
    assert ask.captcha.question == "What is the capital of France?"
    assert ask.account_exists is False
    assert creation.step() == ask, "step() returns the same step again"
    assert expect(Refused, creation.answer({"captcha": "London"})).reason is Reason.CAPTCHA_WRONG
    expect(Ask, creation.revise(zoe()))
    expect(Created, creation.answer({"captcha": ANSWER}))


def test_taken_name_is_revised(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.43 --captcha questy --account Zoe:secretword123").api)
    creation = wiki.create(zoe(name="Zoe", fields={"captcha": ANSWER}))
    refused = expect(Refused, creation.step())
    assert (refused.reason, refused.code) == (Reason.NAME_TAKEN, "userexists")
    assert refused.message
    assert expect(Created, creation.revise(zoe(name="Max", fields={"captcha": ANSWER}))).name == "Max"


def test_proof_by_login(testwiki: Start) -> None:
    """A login as the new user proves the creation after its response was lost."""
    wiki = Wiki(testwiki("--release 1.43 --fault reset-after@createaccount").api, Options(prove_by_login=True))
    created = expect(Created, wiki.create(zoe()).step())
    assert [warning.code for warning in created.warnings] == [CreationWarning.ANSWER_LOST]
    # Two for the creation, one for the list of users, two for the login.
    assert wiki.facts().requests == 5
    assert wiki.facts().creator is None


def test_throttle_has_retry_after(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --fault 429=30@createaccount").api).create(zoe())
    with pytest.raises(CallFailed) as caught:
        creation.step()
    exc = caught.value
    assert (exc.reason, exc.retry_after, exc.code, exc.field) == (Reason.THROTTLED, 30, None, None)
    assert str(exc) == exc.message != ""


@pytest.mark.parametrize("release", ["1.26", "1.43"])
def test_limit_of_new_accounts_has_a_count_and_a_period(testwiki: Start, release: str) -> None:
    wiki = Wiki(testwiki(f"--release {release} --throttle 1").api)
    expect(Created, wiki.create(zoe()).step())
    refused = expect(Refused, wiki.create(zoe(name="Max")).step())
    assert (refused.reason, refused.code) == (Reason.THROTTLED, "acct_creation_throttle_hit")
    assert (refused.retry_after, refused.rate_limit) == (86400, RateLimit(count=1, period=86400))


@pytest.mark.parametrize("release", ["1.21", "1.43"])
def test_values_not_offered_become_a_warning(testwiki: Start, release: str) -> None:
    wiki = Wiki(testwiki(f"--release {release} --setting hidden").api)
    created = expect(Created, wiki.create(zoe(real_name="Zoe", reason="course")).step())
    assert CreationWarning.NOT_OFFERED in [warning.code for warning in created.warnings]
    assert all(warning.message for warning in created.warnings)


@pytest.mark.parametrize("release", ["1.21", "1.43"])
def test_domain_not_offered_is_an_error(testwiki: Start, release: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        Wiki(testwiki(f"--release {release}").api).create(zoe(domain="corp")).step()
    assert caught.value.field == "domain"


def test_language_is_a_code(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.43").api)
    creation = wiki.create(zoe(language="xx not"))
    with pytest.raises(InvalidArgument) as caught:
        creation.step()
    assert (caught.value.field, wiki.facts().requests) == ("language", 0)
    expect(Created, creation.revise(zoe(language="DE")))


def test_mailed_password(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.26").api)
    expect(Created, wiki.create(zoe(password=None, mail_password=True)).step())


def test_altered_name_is_sent_if_allowed(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.26").api)
    created = expect(Created, wiki.create(zoe(name="Foo#bar", allow_altered_name=True)).step())
    assert created.name == "Foo"
    assert CreationWarning.NAME_CHANGED in [warning.code for warning in created.warnings]


@pytest.mark.parametrize("release", ["1.26", "1.43"])
def test_altered_name_is_refused(testwiki: Start, release: str) -> None:
    creation = Wiki(testwiki(f"--release {release}").api).create(zoe(name="User:Foo"))
    assert expect(Refused, creation.step()).reason is Reason.NAME_INVALID
    assert expect(Created, creation.revise(zoe(name="User:Foo", allow_altered_name=True))).name == "Foo"
