"""mwaccount.aio, with real httpx."""

from __future__ import annotations

import asyncio
import gzip
import http.server
import socket
import threading
import time
from typing import Any, Callable, Dict, Iterator, List, Optional, Set

import pytest
from conftest import Start
from support import PASSWORD, expect, run_python, zoe
from testwiki import ADMIN, ADMIN_PASSWORD, ANSWER, IMAGE_WORD

from mwaccount import (
    Ask,
    CallFailed,
    Cancelled,
    Created,
    CreationStep,
    Credentials,
    Failure,
    InvalidArgument,
    LoggedIn,
    Options,
    Reason,
    Redirect,
    Refused,
    Restart,
    Unknown,
    aio_http,
)
from mwaccount.aio import AsyncCreation, AsyncWiki

NOWHERE = "http://127.0.0.1:1/api.php"
PNG = b"\x89PNG\r\n\x1a\n"


async def created(api: str, options: Optional[Options] = None, **changes: Any) -> CreationStep:
    async with AsyncWiki(api, options) as wiki, wiki.create(zoe(**changes)) as creation:
        return await creation.step()


@pytest.mark.parametrize("release", ["1.19", "1.26", "1.43"])
def test_steps(testwiki: Start, release: str) -> None:
    server = testwiki(f"--release {release} --captcha fancy")

    async def sign_up() -> List[str]:
        kinds = []
        async with AsyncWiki(server.api) as wiki, wiki.create(zoe()) as creation:
            async for step in creation:
                kinds.append(step.kind.value)
                if isinstance(step, Ask):
                    assert (await creation.image()).data.startswith(PNG)
                    await creation.answer({"captcha": "wrong" if len(kinds) == 1 else IMAGE_WORD})
                elif isinstance(step, Refused):
                    assert step.reason is Reason.CAPTCHA_WRONG
                    await creation.revise(zoe())
            assert isinstance(await creation.step(), Created)
        assert wiki.facts().requests > 3
        assert repr(wiki) == f"<AsyncWiki {server.api} (closed)>"
        return kinds

    assert asyncio.run(sign_up()) == ["ask", "refused", "ask", "created"]
    assert server.account("Zoe Example")


def test_invalid_answer_comes_again(testwiki: Start) -> None:
    server = testwiki("--release 1.43 --captcha questy")

    async def sign_up() -> List[str]:
        kinds = []
        creation = AsyncWiki(server.api).create(zoe())
        async for step in creation:
            kinds.append(step.kind.value)
            if kinds == ["ask"]:
                with pytest.raises(InvalidArgument):
                    await creation.answer({"nosuch": "x"})
            elif isinstance(step, Ask):
                await creation.answer({"captcha": ANSWER})
        return kinds

    assert asyncio.run(sign_up()) == ["ask", "ask", "created"]


def test_redirect_and_second_factor(testwiki: Start) -> None:
    server = testwiki("--release 1.43 --setting openid")

    async def sign_up() -> None:
        back = "http://127.0.0.1:9/back"
        creation = AsyncWiki(server.api, Options(return_url=back)).create(zoe())
        expect(Redirect, await creation.step())
        expect(Ask, await creation.returned(f"{back}?code=c0de&state=st4te"))
        expect(Created, await creation.answer({"otpToken": "123456", "otpPlan": "a"}))

    asyncio.run(sign_up())


def test_logins(testwiki: Start) -> None:
    private = testwiki("--release 1.43 --setting private")
    linked = testwiki("--release 1.43 --setting linkedlogin")

    async def log_in() -> None:
        wiki = AsyncWiki(private.api)
        login = wiki.log_in(Credentials.password(ADMIN, "wrongpassword1"))
        expect(Refused, await login.step())
        assert expect(LoggedIn, await login.revise(Credentials.password(ADMIN, ADMIN_PASSWORD))).name == ADMIN
        assert wiki.facts().creator == ADMIN
        expect(Created, await wiki.create(zoe()).step())
        wiki.log_out()
        assert wiki.facts().creator is None
        expect(Restart, await AsyncWiki(linked.api).log_in(Credentials.password(ADMIN, ADMIN_PASSWORD)).step())

    asyncio.run(log_in())


def test_probe(testwiki: Start) -> None:
    server = testwiki("--release 1.43")

    async def probe() -> None:
        assert (await AsyncWiki(server.api).probe(zoe())).name_good is True

    asyncio.run(probe())


def test_resume(testwiki: Start) -> None:
    server = testwiki("--release 1.43 --captcha questy")

    async def sign_up() -> None:
        creation = AsyncWiki(server.api).create(zoe())
        expect(Ask, await creation.step())
        resumed = AsyncWiki.resume(creation.suspend())
        assert resumed.login is None
        again = expect(AsyncCreation, resumed.creation)
        expect(Ask, await again.step())
        expect(Created, await again.answer({"captcha": ANSWER, "password": PASSWORD}))

    asyncio.run(sign_up())


def test_one_thread_creates_accounts_concurrently(testwiki: Start) -> None:
    servers = [testwiki("--release 1.43 --fault delay=1000@createaccount") for _ in range(4)]
    before = set(threading.enumerate())
    threads: Set[str] = set()

    async def create_all() -> List[CreationStep]:
        creations = [asyncio.ensure_future(created(server.api)) for server in servers]
        await asyncio.sleep(0.2)
        threads.update(thread.name for thread in set(threading.enumerate()) - before)
        return await asyncio.gather(*creations)

    start = time.monotonic()
    steps = asyncio.run(create_all())
    assert [expect(Created, step).name for step in steps] == ["Zoe Example"] * 4
    assert time.monotonic() - start < 3
    # The threads in which asyncio resolves names are not those of the package.
    assert not any(name.startswith("mwaccount") for name in threads)


@pytest.mark.parametrize("how", ["wait_for", "cancel"])
def test_cancelled_task_after_sending_is_unknown(testwiki: Start, how: str) -> None:
    server = testwiki("--release 1.43 --fault delay=60000@createaccount")

    async def give_up() -> None:
        creation = AsyncWiki(server.api).create(zoe())
        if how == "wait_for":
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(creation.step(), 1)
        else:
            task = asyncio.ensure_future(creation.step())
            await asyncio.sleep(1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        unknown = expect(Unknown, await creation.step())
        assert "the task was cancelled" in unknown.evidence

    asyncio.run(give_up())


def test_cancelled_task_before_sending_has_created_nothing(testwiki: Start) -> None:
    server = testwiki("--release 1.43 --fault delay=60000@query")

    async def give_up() -> None:
        wiki = AsyncWiki(server.api)
        creation = wiki.create(zoe())
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(creation.step(), 0.5)
        with pytest.raises(Cancelled):
            await creation.step()
        # The wiki can be used on.
        expect(Created, await wiki.create(zoe()).step())

    asyncio.run(give_up())


def test_lost_response_is_followed_by_an_existence_check(testwiki: Start) -> None:
    server = testwiki("--release 1.43 --fault reset-after@createaccount")
    step = expect(Created, asyncio.run(created(server.api)))
    assert "answer-lost" in [warning.code for warning in step.warnings]


def test_reads_are_repeated(testwiki: Start) -> None:
    server = testwiki("--release 1.43 --fault reset-before@query --fault 503=1@query:2")
    lines: List[str] = []
    expect(Created, asyncio.run(created(server.api, Options(log=lines.append))))
    assert [line for line in lines if "(try 3)" in line]
    assert [line for line in lines if line.endswith(": HTTP 503")]
    assert PASSWORD not in "".join(lines)


# The options or the fault of a wiki, the reason, and part of the message.
FAILURES: Dict[str, Any] = {
    "--fault endless-body@query": (Options(), Reason.TOO_LARGE, "too large"),
    "--fault gzip-bomb@query": (Options(), Reason.TOO_LARGE, "too large"),
    "--https": (Options(), Reason.INSECURE, "ConnectError"),
    "--fault delay=60000@query --fault delay=60000@query:2 --fault delay=60000@query:3": (
        Options(timeout=0.2),
        Reason.UNREACHABLE,
        "httpx raised",
    ),
}


@pytest.mark.parametrize("wiki", FAILURES)
def test_failures(testwiki: Start, wiki: str) -> None:
    options, reason, message = FAILURES[wiki]
    with pytest.raises(CallFailed, match=message) as caught:
        asyncio.run(created(testwiki(f"--release 1.43 {wiki}").api, options))
    assert caught.value.reason is reason


def test_unreachable_wiki() -> None:
    with pytest.raises(CallFailed, match="httpx raised ConnectError") as caught:
        asyncio.run(created(NOWHERE))
    assert caught.value.reason is Reason.UNREACHABLE


def test_wrong_types() -> None:
    calls: List[Callable[[], object]] = [
        lambda: AsyncWiki(b"x"),  # type: ignore[arg-type]
        lambda: AsyncWiki(NOWHERE, "x"),  # type: ignore[arg-type]
        lambda: AsyncWiki(NOWHERE).create("Zoe"),  # type: ignore[arg-type]
        lambda: asyncio.run(created(NOWHERE, email=5)),
        lambda: asyncio.run(AsyncWiki(NOWHERE).create(zoe()).answer("x")),  # type: ignore[arg-type]
    ]
    for call in calls:
        with pytest.raises(TypeError, match="must be"):
            call()


class Recorder(http.server.BaseHTTPRequestHandler):
    """A proxy that answers itself, and keeps what was requested."""

    requested: List[str] = []

    def do_GET(self) -> None:
        self.requested.append(f"{self.path} {self.headers.get('Cookie')} {self.headers.get('Proxy-Authorization')}")
        body = gzip.compress(b"no wiki")
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "a=b")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def recorder() -> Iterator[str]:
    Recorder.requested = []
    with http.server.HTTPServer(("127.0.0.1", 0), Recorder) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_proxy(recorder: str) -> None:
    options = Options(proxy=f"http://zoe:hunter2@{recorder}", allow_http=True)
    with pytest.raises(CallFailed):
        asyncio.run(created("http://wiki.example.org/w/api.php", options))
    assert Recorder.requested
    for requested in Recorder.requested:
        assert requested.startswith("http://wiki.example.org/w/api.php")
        assert requested.endswith("Basic em9lOmh1bnRlcjI=")


def test_certificates(testwiki: Start, tmp_path: Any) -> None:
    server = testwiki(f"--release 1.43 --https --certificate {tmp_path}/wiki.pem")
    expect(Created, asyncio.run(created(server.api, Options(ca_file=tmp_path / "wiki.pem"))))
    for options in (Options(ca_file=tmp_path / "none.pem"), Options(client_cert=tmp_path / "none.pem")):
        with pytest.raises(InvalidArgument):
            AsyncWiki(server.api, options)


def test_http_authentication(testwiki: Start) -> None:
    server = testwiki("--release 1.43 --setting basic")
    expect(Created, asyncio.run(created(server.api, Options(http_user="lab", http_password="lab"))))
    expect(Created, asyncio.run(created(server.api.replace("://", "://lab:lab@"), name="Max Example")))


def test_redirects_do_not_lead_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = {
        "public.example": "8.8.8.8",
        "lan.example": "10.0.0.9",
        "own.example": "127.0.0.1",
        "v6": "::ffff:10.0.0.1",
    }

    async def getaddrinfo(self: object, host: str, port: object, **more: object) -> List[Any]:
        return [(socket.AF_INET, 0, 0, "", (addresses[host], 0))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)

    async def leads(source: str, to: str) -> bool:
        try:
            await aio_http.AsyncHttp(f"https://{source}/", Options()).refuse_to_lead_inside(f"https://{to}/")
        except Exception as exc:
            assert aio_http._classify(exc, Failure.LOST) == (Failure.NOT_SENT, Reason.INSECURE)
            return False
        return True

    for source, to, expected in [
        ("public.example", "lan.example", False),
        ("public.example", "v6", False),
        ("lan.example", "own.example", False),
        ("public.example", "own.example", False),
        ("lan.example", "public.example", True),
        ("own.example", "lan.example", True),
        ("own.example", "own.example", True),
    ]:
        assert asyncio.run(leads(source, to)) is expected, (source, to)


def test_without_httpx() -> None:
    program = "import sys; sys.modules['httpx'] = None\nimport mwaccount\nimport mwaccount.aio"
    ended = run_python(program)
    assert "ImportError: mwaccount.aio needs httpx: pip install 'mwaccount[async]'" in ended.stdout
