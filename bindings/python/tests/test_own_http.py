from __future__ import annotations

import asyncio
import socket
import threading
from typing import Callable, List

import asyncio_http
import pytest
from conftest import Start
from requests_http import RequestsHttp
from support import the, zoe
from support.testwiki import ANSWER

from mwaccount import (
    Ask,
    CallFailed,
    Conversation,
    Created,
    Failure,
    InvalidArgument,
    NewAccount,
    Reason,
    Refused,
    Request,
    RequestKind,
    Response,
    Unknown,
    Wiki,
)

NOWHERE = "http://127.0.0.1:1/api.php"


def with_requests(conversation: Conversation) -> None:
    RequestsHttp().drive(conversation)


def with_asyncio(conversation: Conversation) -> None:
    asyncio.run(asyncio_http.drive(conversation))


Drive = Callable[[Conversation], None]
clients = pytest.mark.parametrize("drive", [with_requests, with_asyncio])


@clients
@pytest.mark.parametrize("release", ["1.26", "1.43"])
def test_the_host_sends_the_requests(testwiki: Start, drive: Drive, release: str) -> None:
    creation = Wiki(testwiki(f"--release {release} --captcha questy").api).create(zoe())
    drive(creation)
    the(Ask, creation.step())
    creation.give_answers({"captcha": "London"})
    drive(creation)
    the(Refused, creation.step())
    creation.give_revised(zoe())
    drive(creation)
    the(Ask, creation.step())
    creation.give_answers({"captcha": ANSWER})
    drive(creation)
    the(Created, creation.step())
    assert creation.next_request() is None


def test_kinds_are_told(testwiki: Start) -> None:
    http = RequestsHttp()
    creation = Wiki(testwiki("--release 1.43").api).create(zoe())
    http.drive(creation)
    assert http.sent == [RequestKind.READ, RequestKind.MAY_CREATE]


@clients
def test_a_look_by_the_host(testwiki: Start, drive: Drive) -> None:
    probe = Wiki(testwiki("--release 1.43").api).begin_probe(NewAccount("Zoe"))
    drive(probe)
    assert probe.requirements().name_good is True


def test_one_thread_creates_many_accounts_at_the_same_time(testwiki: Start) -> None:
    server = testwiki("--release 1.43")

    async def create(number: int) -> object:
        with Wiki(server.api) as wiki, wiki.create(zoe(name=f"Zoe {number}")) as creation:
            await asyncio_http.drive(creation)
            return creation.step()

    async def create_all() -> List[object]:
        return await asyncio.gather(*(create(number) for number in range(8)))

    steps = asyncio.run(create_all())
    assert [the(Created, step).name for step in steps] == [f"Zoe {number}" for number in range(8)]


def test_a_task_that_is_cancelled_when_it_was_sent_is_unknown(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --fault delay=60000@createaccount").api).create(zoe())

    async def give_up() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio_http.drive(creation), 1)

    asyncio.run(give_up())
    assert creation.next_request() is None
    unknown = the(Unknown, creation.step())
    assert "the task was cancelled" in unknown.evidence


@clients
def test_an_answer_that_is_lost_is_looked_for(testwiki: Start, drive: Drive) -> None:
    """The library finds out what came of the request, with further requests that the host sends."""
    creation = Wiki(testwiki("--release 1.43 --fault reset-after@createaccount").api).create(zoe())
    drive(creation)
    created = the(Created, creation.step())
    assert "answer-lost" in [warning.code for warning in created.warnings]


@clients
def test_a_response_that_is_too_large(testwiki: Start, drive: Drive) -> None:
    creation = Wiki(testwiki("--release 1.43 --fault endless-body@query").api).create(zoe())
    drive(creation)
    with pytest.raises(CallFailed) as caught:
        creation.step()
    assert caught.value.reason is Reason.TOO_LARGE


@clients
def test_what_was_not_sent_created_nothing(drive: Drive) -> None:
    creation = Wiki(NOWHERE).create(zoe())
    drive(creation)
    with pytest.raises(CallFailed, match="requests said ConnectionError|httpx said ConnectError") as caught:
        creation.step()
    assert caught.value.reason is Reason.UNREACHABLE


def test_a_certificate_that_is_not_trusted(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --https").api).create(zoe())
    RequestsHttp().drive(creation)
    with pytest.raises(CallFailed, match="SSLError") as caught:
        creation.step()
    assert caught.value.reason is Reason.INSECURE


def test_a_server_that_does_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        wiki = Wiki(f"http://127.0.0.1:{server.getsockname()[1]}/api.php")
        creation = wiki.create(zoe())
        http = RequestsHttp(timeout=0.2)
        closed = threading.Timer(20, server.close)
        closed.start()
        http.drive(creation)
        closed.cancel()
    with pytest.raises(CallFailed, match="ReadTimeout") as caught:
        creation.step()
    assert caught.value.reason is Reason.UNREACHABLE


def test_a_request_is_given_once(testwiki: Start) -> None:
    server = testwiki("--release 1.43")
    creation = Wiki(server.api).create(zoe())
    request = the(Request, creation.next_request())
    assert (request.method, request.kind, request.body(), request.wait) == ("GET", RequestKind.READ, b"", 0)
    assert request.url.startswith(server.api)
    with pytest.raises(InvalidArgument):
        creation.next_request()
    with pytest.raises(InvalidArgument):
        creation.step()
    assert "user-agent" in [name.lower() for name, _ in request.headers()]
    assert request.url in repr(request)


def test_a_lost_answer_is_unknown_with_its_evidence(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43").api).create(zoe())
    http = RequestsHttp()
    is_lost = False
    for request in iter(creation.next_request, None):
        is_lost = is_lost or request.kind is RequestKind.MAY_CREATE
        if is_lost:
            creation.feed_failure(Failure.LOST, "the line was cut")
        else:
            http.send(creation, request)
    unknown = the(Unknown, creation.step())
    assert (unknown.name, unknown.reason, unknown.code) == ("Zoe Example", Reason.UNREACHABLE, None)
    assert "the line was cut" in unknown.evidence


def test_responses() -> None:
    creation = Wiki(NOWHERE).create(zoe())
    creation.feed(Response(200, [("Warning", "café")], b"x" * 100_000))
    with pytest.raises(InvalidArgument):
        creation.feed(Response(42))
    with pytest.raises(InvalidArgument):
        creation.feed(Response(-1))
    with pytest.raises(InvalidArgument):
        creation.feed(Response(200, [("Bad\0", "header")]))
