from __future__ import annotations

from typing import Dict, Union

import pytest
from conftest import Start
from support import PASSWORD, expect, run_python, zoe
from support.restarted import restarted_login

from mwaccount import (
    Ask,
    Created,
    Creation,
    Credentials,
    InvalidArgument,
    LoggedIn,
    Login,
    OAuth1Token,
    Options,
    Restart,
    Wiki,
)


@pytest.mark.parametrize("release", ["1.26", "1.43"])
def test_creation_is_resumed_in_another_process(testwiki: Start, release: str) -> None:
    server = testwiki(f"--release {release} --captcha questy")
    creation = Wiki(server.api).create(zoe())
    expect(Ask, creation.step())
    text = creation.suspend().reveal()
    assert PASSWORD not in text
    ended = run_python(
        """
import os
from mwaccount import Wiki
creation = Wiki.resume(os.environ["SUSPENDED"]).creation
creation.step()
step = creation.answer({"captcha": "Paris", "password": os.environ["PASSWORD"]})
print(step.kind, step.name)
""",
        SUSPENDED=text,
        PASSWORD=PASSWORD,
    )
    assert (ended.returncode, ended.stdout) == (0, "created Zoe Example\n")
    assert server.account("Zoe Example")


TOKENS: Dict[str, Union[str, OAuth1Token]] = {
    "--bearer secret:Admin": "secret",
    "--oauth1 key:s3cret:token:s4cret:Admin": OAuth1Token("key", "s3cret", "token", "s4cret"),
}


@pytest.mark.parametrize(("option", "token"), TOKENS.items(), ids=["OAuth 2", "OAuth 1.0a"])
def test_resuming_an_oauth_login_needs_the_access_token(
    testwiki: Start, option: str, token: Union[str, OAuth1Token]
) -> None:
    wiki = Wiki(testwiki(f"--release 1.43 --setting terms {option}").api)
    expect(LoggedIn, wiki.log_in(Credentials.oauth(token)).step())
    creation = wiki.create(zoe())
    expect(Ask, creation.step())
    text = creation.suspend()
    with pytest.raises(InvalidArgument, match="address of the wiki"):
        Wiki.resume(text, Options(access_token=token))
    with pytest.raises(InvalidArgument, match="another wiki"):
        Wiki.resume(text, Options(access_token=token), address="https://wiki.example.org/w/api.php")
    resumed = Wiki.resume(text, Options(access_token=token), address=wiki.facts().api_url)
    assert resumed.wiki.facts().creator == "Admin"
    expect(Created, expect(Creation, resumed.creation).answer({"termsAgree": True}))
    with pytest.raises(InvalidArgument):
        Wiki.resume(text)


def test_login_is_resumed(testwiki: Start) -> None:
    login = restarted_login(Wiki(testwiki("--release 1.43").api))
    step = expect(Restart, login.step())
    resumed = Wiki.resume(login.suspend())
    assert resumed.creation is None
    assert expect(Restart, expect(Login, resumed.login).step()).fields == step.fields


KEY, OLD = "new-suspend-key-" * 2, "old-suspend-key-" * 2


def test_suspended_text_is_authenticated(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --captcha questy").api, Options(suspend_keys=[OLD])).create(zoe())
    expect(Ask, creation.step())
    text = creation.suspend().reveal()
    resumed = expect(Creation, Wiki.resume(text, Options(suspend_keys=[KEY, OLD])).creation)
    expect(Ask, resumed.step())
    again = resumed.suspend().reveal()
    expect(Ask, expect(Creation, Wiki.resume(again, Options(suspend_keys=[KEY])).creation).step())
    bare = text.rpartition(".")[0]
    for changed, keys, message in [
        (again, [OLD], "changed, or is authenticated with another key"),
        (again, [], "authenticated with a key"),
        (bare, [OLD], "not authenticated"),
        (text[:-1] + ("A" if text[-1] != "A" else "E"), [OLD], "changed, or is authenticated with another key"),
    ]:
        with pytest.raises(InvalidArgument, match=message):
            Wiki.resume(changed, Options(suspend_keys=keys))
    assert KEY not in again and OLD not in text


def test_suspend_keys_are_long() -> None:
    with pytest.raises(InvalidArgument, match="32 bytes"):
        Wiki("https://wiki.example.org/w/api.php", Options(suspend_keys=["short"]))
    with pytest.raises(TypeError, match="suspend_keys must be Sequence, not str"):
        Options(suspend_keys=KEY)


def test_damaged_suspended_text() -> None:
    with pytest.raises(InvalidArgument):
        Wiki.resume("nothing of ours")


def test_ended_conversation_cannot_be_suspended(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43").api).create(zoe())
    expect(Created, creation.step())
    with pytest.raises(InvalidArgument):
        creation.suspend()
