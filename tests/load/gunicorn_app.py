"""A WSGI application that creates accounts. It is loaded before gunicorn forks its workers, and uses a wiki by then."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, Callable, Dict
from urllib.parse import parse_qs

from mwaccount import Ask, InvalidArgument, MwaccountError, NewAccount, Options, Wiki

PASSWORD = "Correct-horse-7-battery"
ADDRESS = os.environ["LOAD_ADDRESS"]
OPTIONS = Options(timeout=5)


def api(number: int) -> str:
    return f"{ADDRESS}/w{number}/api.php"


# The master's own wiki: its connection and threads exist when the workers are forked.
MASTERS = Wiki(api(0), OPTIONS)
MASTERS.probe(NewAccount("Somebody"))
MASTER = os.getpid()

# The wikis of this worker.
kept: Dict[int, Wiki] = {}


def application(environment: Dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Creates an account: with a wiki that the worker keeps, or with one for this request."""
    query = parse_qs(environment["QUERY_STRING"])
    name, number = query["name"][0], int(query["wiki"][0])
    assert os.getpid() != MASTER
    try:
        MASTERS.create(NewAccount(name, password=PASSWORD))
        raise AssertionError("the master's wiki can be used in a worker")
    except InvalidArgument:
        pass
    if query["kept"] == ["1"]:
        wiki = kept.get(number) or kept.setdefault(number, Wiki(api(number), OPTIONS))
        text = create(wiki, name)
    else:
        with Wiki(api(number), OPTIONS) as wiki:
            text = create(wiki, name)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return [text]


def create(wiki: Wiki, name: str) -> bytes:
    with wiki.create(NewAccount(name, password=PASSWORD)) as creation:
        try:
            step = creation.step()
            if isinstance(step, Ask):
                step = creation.answer({"captcha": "Paris"})
        except MwaccountError as exc:
            return f"error {exc.reason}".encode()
        return type(step).__name__.encode()
