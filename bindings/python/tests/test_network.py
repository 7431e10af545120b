"""HTTP authentication and TLS certificates."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, List, Type

import pytest
from conftest import Start
from requests_http import RequestsHttp
from support import PASSWORD, expect, zoe

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
SECRET = "hunter2hunter2"


def assert_fails(kind: Type[MwaccountError], reason: Reason, message: str, call: Callable[[], Any]) -> None:
    with pytest.raises(kind, match=message) as caught:
        call()
    assert caught.value.reason is reason
    assert SECRET not in str(caught.value)


def test_http_authentication(testwiki: Start) -> None:
    lines: List[str] = []
    api = testwiki(GUARDED).api
    wiki = Wiki(api, Options(http_user="lab", http_password="lab", log=lines.append))
    expect(Created, wiki.create(zoe()).step())
    assert "creating the account" in lines
    for shown in ("bGFiOmxhYg==", "lab:lab", "Basic"):
        assert shown not in "".join(lines)
    without = Wiki(api).create(zoe())
    assert_fails(CallFailed, Reason.ACCESS_DENIED, "http_auth", without.step)
    wrong = Wiki(api, Options(http_user="lab", http_password=SECRET)).create(zoe())
    assert_fails(CallFailed, Reason.ACCESS_DENIED, "rejected", wrong.step)
    token = wiki.log_in(Credentials.oauth(SECRET))
    assert_fails(InvalidArgument, Reason.INVALID_ARGUMENT, "http_auth", token.step)


def test_http_authentication_with_own_http(testwiki: Start) -> None:
    creation = Wiki(testwiki(GUARDED).api, LAB).create(zoe())
    RequestsHttp().drive(creation)
    expect(Created, creation.step())


def test_http_authentication_is_needed_to_resume(testwiki: Start) -> None:
    api = testwiki(f"{GUARDED} --captcha questy").api
    in_address = api.replace("://", "://lab:lab@")
    creation = Wiki(in_address).create(zoe())
    expect(Ask, creation.step())
    text = creation.suspend()
    assert_fails(InvalidArgument, Reason.INVALID_ARGUMENT, "http_auth", lambda: Wiki.resume(text))
    assert_fails(InvalidArgument, Reason.INVALID_ARGUMENT, "address", lambda: Wiki.resume(text, LAB))
    assert Wiki.resume(text, address=in_address).creation is not None
    resumed = Wiki.resume(text, LAB, address=api).creation
    assert resumed is not None
    expect(Created, resumed.answer({"captcha": "Paris", "password": PASSWORD}))


NOWHERE = Path("/nowhere/a.pem")
UNFIT: Dict[str, Options] = {
    "missing": Options(http_user="lab"),
    "one of them is missing": Options(http_password=SECRET),
    "colon": Options(http_user="a:b", http_password=SECRET),
    "CA file": Options(ca_file=NOWHERE),
    "/nowhere/a.pem": Options(client_cert="/nowhere/a.pem"),
    "certificate": Options(client_key=NOWHERE),
}


@pytest.mark.parametrize(("message", "options"), UNFIT.items(), ids=UNFIT.keys())
def test_unusable_network_options(message: str, options: Options) -> None:
    assert_fails(
        InvalidArgument, Reason.INVALID_ARGUMENT, message, lambda: Wiki("https://wiki.example.org/api.php", options)
    )


def test_ca_file(testwiki: Start, tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    api = testwiki(f"--release 1.43 --https --certificate {file}").api
    expect(Created, Wiki(api, Options(ca_file=file)).create(zoe()).step())
    assert_fails(CallFailed, Reason.INSECURE, "certificate", Wiki(api).create(zoe(name="Max")).step)
