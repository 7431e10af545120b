from __future__ import annotations

import asyncio
import socket
import threading
from typing import Callable

import pytest
from conftest import Start
from requests_http import RequestsHttp
from support import expect, zoe
from testwiki import ANSWER

from mwaccount import (
    Ask,
    CallFailed,
    Conversation,
    Created,
    Effect,
    Failure,
    InvalidArgument,
    NewAccount,
    Options,
    Reason,
    Refused,
    Request,
    Response,
    Unknown,
    Wiki,
)
from mwaccount.aio_http import AsyncHttp

NOWHERE = "http://127.0.0.1:1/api.php"


def with_requests(conversation: Conversation) -> None:
    RequestsHttp().drive(conversation)


def with_asyncio(conversation: Conversation) -> None:
    asyncio.run(AsyncHttp(NOWHERE, Options()).drive(conversation))


Drive = Callable[[Conversation], None]
clients = pytest.mark.parametrize("drive", [with_requests, with_asyncio])


@clients
@pytest.mark.parametrize("release", ["1.26", "1.43"])
def test_create_with_own_http(testwiki: Start, drive: Drive, release: str) -> None:
    creation = Wiki(testwiki(f"--release {release} --captcha questy").api).create(zoe())
    drive(creation)
    expect(Ask, creation.step())
    creation.give_answers({"captcha": "London"})
    drive(creation)
    expect(Refused, creation.step())
    creation.give_revised(zoe())
    drive(creation)
    expect(Ask, creation.step())
    creation.give_answers({"captcha": ANSWER})
    drive(creation)
    expect(Created, creation.step())
    assert creation.next_request() is None


def test_request_kinds(testwiki: Start) -> None:
    http = RequestsHttp()
    creation = Wiki(testwiki("--release 1.43").api).create(zoe())
    http.drive(creation)
    assert http.sent == [Effect.READ, Effect.MAY_CREATE]


@clients
def test_probe_with_own_http(testwiki: Start, drive: Drive) -> None:
    probe = Wiki(testwiki("--release 1.43").api).begin_probe(NewAccount("Zoe"))
    drive(probe)
    assert probe.requirements().name_good is True


@clients
def test_lost_response_is_followed_by_an_existence_check(testwiki: Start, drive: Drive) -> None:
    """The caller sends the requests of the existence check too."""
    creation = Wiki(testwiki("--release 1.43 --fault reset-after@createaccount").api).create(zoe())
    drive(creation)
    created = expect(Created, creation.step())
    assert "answer-lost" in [warning.code for warning in created.warnings]


@clients
def test_too_large_response(testwiki: Start, drive: Drive) -> None:
    creation = Wiki(testwiki("--release 1.43 --fault endless-body@query").api).create(zoe())
    drive(creation)
    with pytest.raises(CallFailed) as caught:
        creation.step()
    assert caught.value.reason is Reason.TOO_LARGE


@clients
def test_unsent_request_is_an_error(drive: Drive) -> None:
    creation = Wiki(NOWHERE).create(zoe())
    drive(creation)
    with pytest.raises(CallFailed, match="requests raised ConnectionError|httpx raised ConnectError") as caught:
        creation.step()
    assert caught.value.reason is Reason.UNREACHABLE


def test_untrusted_certificate(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --https").api).create(zoe())
    RequestsHttp().drive(creation)
    with pytest.raises(CallFailed, match="SSLError") as caught:
        creation.step()
    assert caught.value.reason is Reason.INSECURE


def test_server_does_not_respond() -> None:
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


def test_request_is_returned_once(testwiki: Start) -> None:
    server = testwiki("--release 1.43")
    creation = Wiki(server.api).create(zoe())
    request = expect(Request, creation.next_request())
    assert (request.method, request.effect, request.body(), request.wait) == ("GET", Effect.READ, b"", 0)
    assert request.url.startswith(server.api)
    with pytest.raises(InvalidArgument):
        creation.next_request()
    with pytest.raises(InvalidArgument):
        creation.step()
    assert "user-agent" in [name.lower() for name, _ in request.headers()]
    assert request.url.split("?")[0] in repr(request)


def test_lost_response_is_unknown_with_evidence(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43").api).create(zoe())
    http = RequestsHttp()
    lost = False
    for request in iter(creation.next_request, None):
        lost = lost or request.effect is Effect.MAY_CREATE
        if lost:
            creation.feed_failure(Failure.LOST, "the line was cut")
        else:
            http.send(creation, request)
    unknown = expect(Unknown, creation.step())
    assert (unknown.name, unknown.reason, unknown.code) == ("Zoe Example", Reason.UNREACHABLE, None)
    assert "the line was cut" in unknown.evidence


def test_responses() -> None:
    creation = Wiki(NOWHERE).create(zoe())
    creation.feed(Response(200, [("Warning", "café")], b"x" * 100_000))
    for status in (42, -1, 1000):
        with pytest.raises(InvalidArgument):
            Response(status)
    with pytest.raises(InvalidArgument):
        creation.feed(Response(200, [("Bad\0", "header")]))
