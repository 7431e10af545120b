"""What stands before a wiki: the web server's own login, and certificates."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, List, Type

import pytest
from conftest import Start
from requests_http import RequestsHttp
from support import PASSWORD, the, zoe

from mwaccount import (
    Ask,
    CallFailed,
    Created,
    Credentials,
    InvalidArgument,
    MwaccountError,
    Options,
    Reason,
    Wiki,
)

GUARDED = "--release 1.43 --setting basic"
LAB = Options(http_user="lab", http_password="lab")
WORD = "hunter2hunter2"


def fails(kind: Type[MwaccountError], reason: Reason, says: str, call: Callable[[], Any]) -> None:
    with pytest.raises(kind, match=says) as caught:
        call()
    assert caught.value.reason is reason
    assert WORD not in str(caught.value)


def test_the_servers_login(testwiki: Start) -> None:
    lines: List[str] = []
    api = testwiki(GUARDED).api
    wiki = Wiki(api, Options(http_user="lab", http_password="lab", log=lines.append))
    the(Created, wiki.create(zoe()).step())
    assert "creating the account" in lines
    for shown in ("bGFiOmxhYg==", "lab:lab", "Basic"):
        assert shown not in "".join(lines)
    without = Wiki(api).create(zoe())
    fails(CallFailed, Reason.ACCESS_DENIED, "http_auth", without.step)
    wrong = Wiki(api, Options(http_user="lab", http_password=WORD)).create(zoe())
    fails(CallFailed, Reason.ACCESS_DENIED, "refused", wrong.step)
    token = wiki.log_in(Credentials.oauth(WORD))
    fails(InvalidArgument, Reason.INVALID_ARGUMENT, "http_auth", token.step)


def test_an_http_client_of_ones_own_is_given_it(testwiki: Start) -> None:
    creation = Wiki(testwiki(GUARDED).api, LAB).create(zoe())
    RequestsHttp().drive(creation)
    the(Created, creation.step())


def test_it_is_given_again_to_go_on(testwiki: Start) -> None:
    creation = Wiki(testwiki(f"{GUARDED} --captcha questy").api, LAB).create(zoe())
    the(Ask, creation.step())
    text = creation.suspend()
    fails(InvalidArgument, Reason.INVALID_ARGUMENT, "http_auth", lambda: Wiki.resume(text))
    resumed = Wiki.resume(text, LAB).creation
    assert resumed is not None
    the(Created, resumed.answer({"captcha": "Paris", "password": PASSWORD}))


NOWHERE = Path("/nowhere/a.pem")
UNFIT: Dict[str, Options] = {
    "missing": Options(http_user="lab"),
    "one of them is missing": Options(http_password=WORD),
    "colon": Options(http_user="a:b", http_password=WORD),
    "CA file": Options(ca_file=NOWHERE),
    "/nowhere/a.pem": Options(client_cert="/nowhere/a.pem"),
    "certificate": Options(client_key=NOWHERE),
}


@pytest.mark.parametrize(("says", "options"), UNFIT.items(), ids=UNFIT.keys())
def test_what_cannot_be_used(says: str, options: Options) -> None:
    fails(InvalidArgument, Reason.INVALID_ARGUMENT, says, lambda: Wiki("https://wiki.example.org/api.php", options))


def test_an_authority_is_named(testwiki: Start, tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    api = testwiki(f"--release 1.43 --https --certificate {file}").api
    the(Created, Wiki(api, Options(ca_file=file)).create(zoe()).step())
    fails(CallFailed, Reason.INSECURE, "certificate", Wiki(api).create(zoe(name="Max")).step)
