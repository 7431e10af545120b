"""Hands values of this package over to the C library."""

from __future__ import annotations

import dataclasses
import math
import os
from typing import Optional

from ..account import NewAccount
from ..answers import Answers
from ..errors import InvalidArgument
from ..options import Options
from ..response import Response
from ..secret import Secret
from .call import make, run
from .handle import Handle
from .library import ffi, library
from .log import Log


def check(value: object, kind: type) -> None:
    """Makes sure of what a caller hands over, as of what is likely to be mistaken for a text."""
    if not isinstance(value, kind):
        raise InvalidArgument(f"this takes {kind.__name__}, and no {type(value).__name__}")


def options(settings: Options, log: Optional[Log]) -> Handle:
    """Settings, which tell the log."""
    handle = Handle(library().mwa_options_new(), "options")
    for setting in dataclasses.fields(settings):
        value = getattr(settings, setting.name)
        if setting.name == "timeout" and value is not None:
            value = _milliseconds(value)
        if isinstance(value, os.PathLike):
            value = os.fspath(value)
        if setting.name not in ("http_user", "http_password", "log") and value is not None:
            run(f"mwa_options_set_{setting.name}", handle, value)
    run("mwa_options_set_http_auth", handle, settings.http_user, settings.http_password)
    if log is not None:
        run("mwa_options_set_log", handle, log.c_function, log.data)
    return handle


def account(new_account: NewAccount) -> Handle:
    """The account that is wished for."""
    check(new_account, NewAccount)
    handle = make("account", "mwa_account_new", new_account.name)
    for part in dataclasses.fields(new_account):
        value = getattr(new_account, part.name)
        if part.name == "fields":
            run("mwa_account_set_fields", handle, answers(value))
        elif part.name != "name" and value is not None:
            run(f"mwa_account_set_{part.name}", handle, value)
    return handle


def answers(wrapped: Answers) -> Handle:
    """Values by the names of their fields, whose texts are Secrets."""
    handle = Handle(library().mwa_answers_new(), "answers")
    for name, value in wrapped.items():
        if isinstance(value, Secret):
            run("mwa_answers_set", handle, name, value)
        elif isinstance(value, bool):
            run("mwa_answers_check", handle, name, value)
        else:
            run("mwa_answers_choose", handle, name, None)
            for chosen in value:
                run("mwa_answers_choose", handle, name, chosen)
    return handle


def response(received: Response) -> Handle:
    """What a host received."""
    check(received, Response)
    handle = make("response", "mwa_response_new", received.status)
    for name, value in received.headers:
        run("mwa_response_add_header", handle, name, value)
    body = ffi().from_buffer("uint8_t[]", received.body)
    run("mwa_response_add_body", handle, body, len(received.body))
    return handle


def _milliseconds(seconds: float) -> int:
    try:
        return math.ceil(seconds * 1000)
    except (OverflowError, TypeError, ValueError):
        raise InvalidArgument(f"the timeout is no number of seconds: {seconds!r}") from None
