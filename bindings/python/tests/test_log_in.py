from __future__ import annotations

import pytest
from conftest import Start
from support import expect, zoe
from support.testwiki import ADMIN, ADMIN_PASSWORD

from mwaccount import Created, Credentials, LoggedIn, Reason, Refused, Wiki

LOGINS = {
    "a password on 1.26": ("--release 1.26", Credentials.password(ADMIN, ADMIN_PASSWORD)),
    "a password on 1.43": ("--release 1.43", Credentials.password(ADMIN, ADMIN_PASSWORD)),
    "a bot password": ("--release 1.43 --bot-password Admin@lab:word", Credentials.password("Admin@lab", "word")),
    "an access token": ("--release 1.43 --bearer secret:Admin", Credentials.oauth("secret")),
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


def test_wrong_password_is_refused(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.43").api)
    refused = expect(Refused, wiki.log_in(Credentials.password(ADMIN, "wrongpassword1")).step())
    assert refused.reason is Reason.LOGIN_FAILED
    assert wiki.facts().creator is None
