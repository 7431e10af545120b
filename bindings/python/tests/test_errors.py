from __future__ import annotations

import math
import pickle
import time
from typing import Any, Callable, Dict

import pytest
from conftest import Start
from support import zoe

from mwaccount import (
    CallFailed,
    InvalidArgument,
    MwaccountError,
    NewAccount,
    Options,
    Reason,
    Response,
    Wiki,
    errors,
)

NOWHERE = "http://127.0.0.1:1/api.php"


def test_unreachable_wiki() -> None:
    with pytest.raises(CallFailed) as caught:
        Wiki(NOWHERE).create(zoe()).step()
    assert caught.value.reason is Reason.UNREACHABLE
    assert caught.value.message
    assert caught.value.retry_after is None


def test_invalid_address() -> None:
    with pytest.raises(InvalidArgument):
        Wiki("an invalid address")


def test_server_without_a_wiki(testwiki: Start) -> None:
    elsewhere = Wiki(testwiki("--release 1.43 --script-path /lab").api.replace("/lab/api.php", "/nowhere"))
    with pytest.raises(CallFailed) as caught:
        elsewhere.create(zoe()).step()
    assert caught.value.reason is Reason.NOT_A_WIKI


def test_secrets_are_not_sent_unencrypted() -> None:
    wiki = Wiki("http://192.0.2.1/api.php", Options(timeout=0.5))
    with pytest.raises(MwaccountError) as caught:
        wiki.create(zoe()).step()
    assert caught.value.reason in (Reason.INSECURE, Reason.UNREACHABLE)


BAD: Dict[str, Callable[[], Any]] = {
    "a text with a NUL": lambda: Wiki(NOWHERE).create(NewAccount("Zoe", "abc\0def")),
    "a text that is not UTF-8": lambda: Wiki(NOWHERE).create(NewAccount("Zo\udce9")),
    "an address of another type": lambda: Wiki(b"http://127.0.0.1"),  # type: ignore[arg-type]
    "None as an address": lambda: Wiki(None),  # type: ignore[arg-type]
    "a name of another type": lambda: Wiki(NOWHERE).create(NewAccount(5)),  # type: ignore[arg-type]
    "a password of another type": lambda: NewAccount("Zoe", 5),  # type: ignore[arg-type]
    "fields that are no mapping": lambda: NewAccount("Zoe", fields=["captcha"]),  # type: ignore[arg-type]
    "a field name": lambda: Wiki(NOWHERE).create(NewAccount("Zoe", fields={5: "x"})),  # type: ignore[dict-item]
    "a flag of another type": lambda: Wiki(NOWHERE, Options(allow_http="yes")),  # type: ignore[arg-type]
    "an unknown format": lambda: Wiki(NOWHERE, Options(format="yaml")),  # type: ignore[arg-type]
    "a negative timeout": lambda: Wiki(NOWHERE, Options(timeout=-1)),
    "NaN as a timeout": lambda: Wiki(NOWHERE, Options(timeout=math.nan)),
    "an infinite timeout": lambda: Wiki(NOWHERE, Options(timeout=math.inf)),
    "a timeout of another type": lambda: Wiki(NOWHERE, Options(timeout="5")),  # type: ignore[arg-type]
    "a number out of range": lambda: Wiki(NOWHERE, Options(max_body=1 << 80)),
    "options of another type": lambda: Wiki(NOWHERE, "ops@example.org"),  # type: ignore[arg-type]
    "a log of another type": lambda: Wiki(NOWHERE, Options(log=5)),  # type: ignore[arg-type]
    "an account of another type": lambda: Wiki(NOWHERE).create("Zoe"),  # type: ignore[arg-type]
    "credentials of another type": lambda: Wiki(NOWHERE).log_in("Admin"),  # type: ignore[arg-type]
    "answers of another type": lambda: Wiki(NOWHERE).create(zoe()).answer("Paris"),  # type: ignore[arg-type]
    "a response of another type": lambda: Wiki(NOWHERE).create(zoe()).feed(200),  # type: ignore[arg-type]
    "headers in a mapping": lambda: Response(200, {"Set-Cookie": "a=b"}),  # type: ignore[dict-item]
    "headers that are no pairs": lambda: Response(200, ["Set-Cookie"]),  # type: ignore[list-item]
    "an unknown failure": lambda: Wiki(NOWHERE).create(zoe()).feed_failure("lost", ""),  # type: ignore[arg-type]
    "a body of another type": lambda: Response(200, body="text"),  # type: ignore[arg-type]
    "an invalid proxy": lambda: Wiki(NOWHERE, Options(proxy="no proxy")),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_invalid_arguments(bad: Callable[[], Any]) -> None:
    with pytest.raises(InvalidArgument) as caught:
        bad()
    assert caught.value.reason is Reason.INVALID_ARGUMENT
    assert caught.value.message


def test_limits(testwiki: Start) -> None:
    with pytest.raises(CallFailed) as caught:
        Wiki(testwiki("--release 1.43").api, Options(max_body=100)).fields()
    assert caught.value.reason is Reason.TOO_LARGE
    # A reading request is sent up to three times.
    faults = " ".join(f"--fault delay=60000@query:{number}" for number in (1, 2, 3))
    start = time.monotonic()
    with pytest.raises(CallFailed) as caught:
        Wiki(testwiki(f"--release 1.43 {faults}").api, Options(timeout=0.3)).create(zoe()).step()
    assert caught.value.reason is Reason.UNREACHABLE
    assert time.monotonic() - start < 30


def test_exception_hierarchy() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert len(kinds) == 8
    for kind in kinds:
        assert issubclass(kind, MwaccountError)
        exc = kind("a message", reason=Reason.BLOCKED, code="blocked", field="name", retry_after=3)
        again = pickle.loads(pickle.dumps(exc))
        assert type(again) is kind
        assert vars(again) == vars(exc)
        assert str(again) == "a message"
