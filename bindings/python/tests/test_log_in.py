from __future__ import annotations

import pytest
from conftest import Start
from requests_http import RequestsHttp
from support import expect, zoe
from testwiki import ADMIN, ADMIN_PASSWORD, ANSWER

from mwaccount import Ask, Created, Credentials, InvalidArgument, LoggedIn, OAuth1Token, Reason, Refused, Wiki

OAUTH1 = "--oauth1 key:s3cret:token:s4cret:Admin"
OAUTH1_TOKEN = OAuth1Token("key", "s3cret", "token", "s4cret")

BOT_PASSWORD = "labbotpassword1234567890abcdefgh"
LOGINS = {
    "a password on 1.26": ("--release 1.26", Credentials.password(ADMIN, ADMIN_PASSWORD)),
    "a password on 1.43": ("--release 1.43", Credentials.password(ADMIN, ADMIN_PASSWORD)),
    "a bot password": (
        f"--release 1.43 --bot-password Admin@lab:{BOT_PASSWORD}",
        Credentials.password("Admin@lab", BOT_PASSWORD),
    ),
    "an access token": ("--release 1.43 --bearer secret:Admin", Credentials.oauth("secret")),
    "OAuth 1.0a on 1.26": (f"--release 1.26 {OAUTH1}", Credentials.oauth(OAUTH1_TOKEN)),
    "OAuth 1.0a on 1.43": (f"--release 1.43 {OAUTH1}", Credentials.oauth(OAUTH1_TOKEN)),
}


@pytest.mark.parametrize(("options", "credentials"), LOGINS.values(), ids=LOGINS.keys())
def test_creator_logs_in_and_creates(testwiki: Start, options: str, credentials: Credentials) -> None:
    wiki = Wiki(testwiki(f"{options} --setting private").api)
    assert wiki.log_in(credentials).step() == LoggedIn("Admin")
    assert wiki.facts().creator == "Admin"
    expect(Created, wiki.create(zoe(reason="course")).step())
    wiki.log_out()
    assert wiki.facts().creator is None
    refused = expect(Refused, wiki.create(zoe(name="Max Example")).step())
    assert refused.reason is Reason.NOT_PERMITTED


def test_wrong_oauth1_secret_is_refused_with_advice(testwiki: Start) -> None:
    wiki = Wiki(testwiki(f"--release 1.43 {OAUTH1}").api)
    wrong = OAuth1Token("key", "s3cret", "token", "wrong")
    refused = expect(Refused, wiki.log_in(Credentials.oauth(wrong)).step())
    assert refused.reason is Reason.LOGIN_FAILED
    assert "check the consumer secret and the access secret" in refused.message
    assert wiki.facts().creator is None


def test_oauth1_signs_the_requests_of_own_http(testwiki: Start) -> None:
    wiki = Wiki(testwiki(f"--release 1.43 --setting private {OAUTH1}").api)
    login = wiki.log_in(Credentials.oauth(OAUTH1_TOKEN))
    RequestsHttp().drive(login)
    assert login.step() == LoggedIn("Admin")
    creation = wiki.create(zoe())
    RequestsHttp().drive(creation)
    expect(Created, creation.step())


def test_wrong_password_is_refused(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.43").api)
    refused = expect(Refused, wiki.log_in(Credentials.password(ADMIN, "wrongpassword1")).step())
    assert refused.reason is Reason.LOGIN_FAILED
    assert wiki.facts().creator is None


def test_refused_login_is_revised_in_the_same_session(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.43 --captcha questy --setting badlogin --setting nocreate").api)
    login = wiki.log_in(Credentials.password(ADMIN, "wrongpassword1"))
    ask = expect(Ask, login.step())
    assert ask.captcha is not None and "asks for a captcha now" in str(ask.message)
    refused = expect(Refused, login.answer({"captcha": ANSWER}))
    assert "the password or the answer to the captcha is wrong" in refused.message
    with pytest.raises(InvalidArgument):
        login.revise(Credentials.oauth("secret"))
    expect(Ask, login.revise(Credentials.password(ADMIN, ADMIN_PASSWORD)))
    assert login.answer({"captcha": ANSWER}) == LoggedIn(ADMIN)
    expect(Created, wiki.create(zoe()).step())
