from __future__ import annotations

import pytest
from conftest import Start
from support import PASSWORD, run_python, the, zoe
from support.restarted import restarted

from mwaccount import Ask, Created, Credentials, InvalidArgument, LoggedIn, Login, Options, Restart, Wiki


@pytest.mark.parametrize("release", ["1.26", "1.43"])
def test_a_creation_is_taken_up_in_another_process(testwiki: Start, release: str) -> None:
    server = testwiki(f"--release {release} --captcha questy")
    creation = Wiki(server.api).create(zoe())
    the(Ask, creation.step())
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
    assert server.has("Zoe Example")


def test_a_login_goes_on_with_its_access_token(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.43 --setting terms --bearer secret:Admin").api)
    the(LoggedIn, wiki.log_in(Credentials.oauth("secret")).step())
    creation = wiki.create(zoe())
    the(Ask, creation.step())
    text = creation.suspend()
    assert Wiki.resume(text, Options(access_token="secret")).wiki.facts().creator == "Admin"
    with pytest.raises(InvalidArgument):
        Wiki.resume(text)


def test_a_login_is_taken_up(testwiki: Start) -> None:
    login = restarted(Wiki(testwiki("--release 1.43").api))
    step = the(Restart, login.step())
    resumed = Wiki.resume(login.suspend())
    assert resumed.creation is None
    assert the(Restart, the(Login, resumed.login).step()).fields == step.fields


def test_a_damaged_text_is_refused() -> None:
    with pytest.raises(InvalidArgument):
        Wiki.resume("nothing of ours")


def test_what_does_not_wait_is_not_put_down(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43").api).create(zoe())
    the(Created, creation.step())
    with pytest.raises(InvalidArgument):
        creation.suspend()
