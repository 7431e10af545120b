"""Tests a program on an emulated wiki, which the fixture `wiki` of the package testwiki starts."""

from __future__ import annotations

import pytest
from testwiki import Testwiki

from mwaccount import Created, NewAccount, Wiki


def sign_up(wiki: Testwiki, name: str) -> object:
    return Wiki(wiki.api).create(NewAccount(name, "Correct-horse-7", "zoe@example.org")).step()


def test_a_lost_answer_creates_one_account(wiki: Testwiki) -> None:
    wiki.fault("reset-after@createaccount")
    assert isinstance(sign_up(wiki, "Zoe Example"), Created)
    account = wiki.account("Zoe Example")
    assert account is not None and account.email == "zoe@example.org"
    assert [mail.to for mail in wiki.mails()] == ["zoe@example.org"]
    assert wiki.requests("createaccount") == 1


@pytest.mark.wiki(release="1.26", throttle=1)
def test_the_limit_of_a_day_ends(wiki: Testwiki) -> None:
    assert isinstance(sign_up(wiki, "Zoe Example"), Created)
    assert not isinstance(sign_up(wiki, "Max Example"), Created)
    wiki.advance_clock(86_400)
    assert isinstance(sign_up(wiki, "Max Example"), Created)
