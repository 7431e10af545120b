from __future__ import annotations

import math
import pickle
import re
import time
from pathlib import Path
from types import MappingProxyType
from typing import Any, Callable, Dict

import pytest
from conftest import Start
from support import zoe

from mwaccount import (
    CallFailed,
    Creation,
    Credentials,
    Failure,
    Image,
    InvalidArgument,
    Journal,
    MwaccountError,
    NewAccount,
    OAuth1Token,
    Options,
    Reason,
    Response,
    Secret,
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


WRONG_TYPES: Dict[str, Callable[[], Any]] = {
    "address must be str, not bytes": lambda: Wiki(b"http://127.0.0.1"),  # type: ignore[arg-type]
    "address must be str, not NoneType": lambda: Wiki(None),  # type: ignore[arg-type]
    "address must be str, not PosixPath": lambda: Wiki(Path("/")),  # type: ignore[arg-type]
    "name must be str, not int": lambda: NewAccount(5),  # type: ignore[arg-type]
    "password must be str or None, not bytes": lambda: NewAccount("Zoe", b"secret"),  # type: ignore[arg-type]
    "email must be str or None, not int": lambda: zoe(email=5),
    "real_name must be str or None, not list": lambda: zoe(real_name=["Zoe"]),
    "mail_password must be bool, not str": lambda: zoe(mail_password="yes"),
    "fields must be Mapping, not list": lambda: NewAccount("Zoe", fields=["captcha"]),  # type: ignore[arg-type]
    "the name of a field must be str, not int": lambda: zoe(fields={5: "x"}),
    "captcha must be str, bool or a list of str, not int": lambda: zoe(fields={"captcha": 5}),
    "allow_http must be bool, not str": lambda: Options(allow_http="yes"),  # type: ignore[arg-type]
    "format must be Format, not str": lambda: Options(format="json"),  # type: ignore[arg-type]
    "dialect must be Dialect or None, not str": lambda: Options(dialect="webform"),  # type: ignore[arg-type]
    "ca_file must be str, os.PathLike or None, not bytes": lambda: Options(ca_file=b"/"),  # type: ignore[arg-type]
    "timeout must be float or None, not str": lambda: Options(timeout="5"),  # type: ignore[arg-type]
    "timeout must be float or None, not bool": lambda: Options(timeout=True),
    "max_body must be int or None, not float": lambda: Options(max_body=1e6),  # type: ignore[arg-type]
    "max_body must be int or None, not bool": lambda: Options(max_body=True),
    "suspend_keys must be Sequence, not str": lambda: Options(suspend_keys="x" * 32),
    "a key of suspend_keys must be str, not bytes": lambda: Options(suspend_keys=[b"x"]),  # type: ignore[list-item]
    "access_token must be str, OAuth1Token or None, not int": lambda: Options(access_token=5),  # type: ignore[arg-type]
    "log must be callable or None, not int": lambda: Options(log=5),  # type: ignore[arg-type]
    "consumer_secret must be str, not int": lambda: OAuth1Token("a", 5, "c", "d"),  # type: ignore[arg-type]
    "password must be str, not bytes": lambda: Credentials.password("Admin", b"x"),  # type: ignore[arg-type]
    "name must be str, not NoneType": lambda: Credentials.password(None, "x"),  # type: ignore[arg-type]
    "token must be str, not bytes": lambda: Credentials.oauth(b"x"),  # type: ignore[arg-type]
    "options must be Options, not str": lambda: Wiki(NOWHERE, "ops@example.org"),  # type: ignore[arg-type]
    "account must be NewAccount, not str": lambda: Wiki(NOWHERE).create("Zoe"),  # type: ignore[arg-type]
    "credentials must be Credentials, not str": lambda: Wiki(NOWHERE).log_in("Admin"),  # type: ignore[arg-type]
    "answers must be Mapping, not str": lambda: creation().answer("Paris"),  # type: ignore[arg-type]
    "url must be str, not bytes": lambda: creation().returned(b"https://x"),  # type: ignore[arg-type]
    "account must be NewAccount, not NoneType": lambda: creation().revise(None),  # type: ignore[arg-type]
    "index must be int, not str": lambda: creation().image("0"),  # type: ignore[arg-type]
    "response must be Response, not int": lambda: creation().feed(200),  # type: ignore[arg-type]
    "failure must be Failure, not str": lambda: creation().feed_failure("lost", ""),  # type: ignore[arg-type]
    "message must be str, not bytes": lambda: creation().feed_failure(Failure.LOST, b""),  # type: ignore[arg-type]
    "status must be int, not str": lambda: Response("200"),  # type: ignore[arg-type]
    "headers must be pairs of name and value, as": lambda: Response(200, {"a": "b"}),  # type: ignore[dict-item]
    "headers must be pairs of name and value": lambda: Response(200, ["Set-Cookie"]),  # type: ignore[list-item]
    "the name or value of a header must be str, not bytes": lambda: Response(200, [(b"a", b"b")]),  # type: ignore[list-item]
    "body must be bytes, not str": lambda: Response(200, body="text"),  # type: ignore[arg-type]
    "names must be Iterable, not str": lambda: Wiki(NOWHERE).check_names("Zoe"),
    "a name must be str, not int": lambda: Wiki(NOWHERE).check_names([5]),  # type: ignore[list-item]
    "rows must be Iterable, not NoneType": lambda: Wiki(NOWHERE).bulk(None),  # type: ignore[arg-type]
    "max_wait must be float or None, not str": lambda: Wiki(NOWHERE).bulk([], max_wait="5"),  # type: ignore[arg-type]
    "retry_refused must be bool, not int": lambda: Wiki(NOWHERE).bulk([], retry_refused=1),  # type: ignore[arg-type]
    "journal must be str, os.PathLike, Journal or None, not bytes": lambda: Wiki(NOWHERE).bulk(
        [],
        journal=b"journal",  # type: ignore[arg-type]
    ),
    "path must be str or os.PathLike, not int": lambda: Journal(5),  # type: ignore[arg-type]
    "text must be str, not int": lambda: Secret(5),  # type: ignore[arg-type]
    "folder must be str, os.PathLike or None, not int": lambda: Image("image/png", b"").save(5),  # type: ignore[arg-type]
}


def creation() -> Creation:
    return Wiki(NOWHERE).create(zoe())


@pytest.mark.parametrize("words", WRONG_TYPES)
def test_wrong_types_are_told_in_the_words_of_python(words: str) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(words)}") as caught:
        WRONG_TYPES[words]()
    assert not isinstance(caught.value, MwaccountError)


def test_values_of_the_right_types(tmp_path: Path) -> None:
    """Paths, whole numbers and subclasses are accepted, and None where it is the default."""

    class Text(str):
        pass

    Options(ca_file=tmp_path / "x.pem", client_cert="x.pem", timeout=5, proxy=None, log=print, suspend_keys=())
    NewAccount(Text("Zoe"), Secret("x"), None, fields=MappingProxyType({"a": ["x"], "b": True}))
    Response(200, iter([("a", "b")]), bytearray(b"x"))  # type: ignore[arg-type]
    Journal(tmp_path / "journal").close()


BAD: Dict[str, Callable[[], Any]] = {
    "a text with a NUL": lambda: Wiki(NOWHERE).create(NewAccount("Zoe", "abc\0def")),
    "a text that is not UTF-8": lambda: Wiki(NOWHERE).create(NewAccount("Zo\udce9")),
    "a status out of range": lambda: Response(42),
    "a row number of 0": lambda: next(iter(Wiki(NOWHERE).bulk([(0, zoe())]))),
    "a negative timeout": lambda: Options(timeout=-1),
    "NaN as a timeout": lambda: Options(timeout=math.nan),
    "an infinite timeout": lambda: Options(timeout=math.inf),
    "a number out of range": lambda: Options(max_body=1 << 80),
    "an invalid proxy": lambda: Wiki(NOWHERE, Options(proxy="no proxy")),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_invalid_arguments(bad: Callable[[], Any]) -> None:
    with pytest.raises(InvalidArgument) as caught:
        bad()
    assert isinstance(caught.value, ValueError)
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
