"""Checks of many names, the limits of the caller, and the logged-in user."""

from __future__ import annotations

import pytest
from conftest import Start
from support import expect, zoe
from testwiki import ADMIN, ADMIN_PASSWORD

from mwaccount import (
    Created,
    Credentials,
    InvalidArgument,
    LoggedIn,
    NameStatus,
    Options,
    RateLimit,
    Reason,
    Refused,
    SharedAccounts,
    Wiki,
)


@pytest.mark.parametrize("release", ["1.22", "1.27", "1.46"])
def test_many_names(testwiki: Start, release: str) -> None:
    wiki = Wiki(testwiki(f"--release {release} --account Taken:taken12345").api)
    checks = wiki.check_names([*(f"Pupil {number}" for number in range(49)), "taken", "10.0.0.1"])
    assert {check.status for check in checks[:49]} == {NameStatus.FREE}
    assert (checks[49].asked_name, checks[49].name, checks[49].status) == ("taken", "Taken", NameStatus.TAKEN)
    assert checks[50].status is NameStatus.NOT_ALLOWED
    assert checks[50].refusal is not None and checks[50].refusal.reason is Reason.NAME_INVALID
    assert checks[0].refusal is None


def test_limits(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.45 --creation-rate 6/60 --setting centralauth").api)
    limits = wiki.creator_limits()
    assert (limits.user, limits.groups, limits.is_throttled) == (None, ("*",), None)
    assert limits.rate_limits == (RateLimit(6, 60),)
    assert limits.has_right("createaccount") is True and limits.has_right("noratelimit") is False
    assert limits.shared_accounts == SharedAccounts("CentralAuth", None)
    expect(LoggedIn, wiki.log_in(Credentials.password(ADMIN, ADMIN_PASSWORD)).step())
    limits = wiki.creator_limits()
    assert (limits.user, limits.is_throttled, limits.rate_limits) == ("Admin", False, ())
    assert limits.shared_accounts == SharedAccounts("CentralAuth", 1001)


def test_user(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.39").api)
    with pytest.raises(InvalidArgument):
        wiki.user()
    expect(Created, wiki.create(zoe(real_name="Zoe")).step())
    account = zoe()
    assert account.password is not None
    expect(LoggedIn, wiki.log_in(Credentials.password(account.name, account.password)).step())
    user = wiki.user()
    assert (user.name, user.id, user.email_confirmed) == (account.name, 2, False)
    assert (user.email, user.real_name) == (account.email, "Zoe")


def test_a_lagging_wiki_refuses(testwiki: Start) -> None:
    url = testwiki("--release 1.43 --lag 7").api
    refused = expect(Refused, Wiki(url, Options(maxlag=5)).create(zoe()).step())
    assert (refused.reason, refused.code, refused.retry_after) == (Reason.BUSY, "maxlag", 5)
    expect(Created, Wiki(url, Options(maxlag=10)).create(zoe()).step())
