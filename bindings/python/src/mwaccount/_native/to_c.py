"""Conversion of Python values to C."""

from __future__ import annotations

import dataclasses
import math
import os
from typing import Iterable, Optional

from ..account import NewAccount
from ..answers import Answers
from ..errors import InvalidArgument
from ..oauth1_token import OAuth1Token
from ..options import Options
from ..response import Response
from ..secret import Secret
from .c_library import ffi, library
from .call import make, run
from .handle import Handle
from .log import Log
from .value_check import check_type

# The name and the default of the parts of an account that have a C function of their own, and are not required.
_ACCOUNT_PARTS = [
    (part.name, part.default) for part in dataclasses.fields(NewAccount) if part.name not in ("name", "fields")
]


def options(settings: Options, log: Optional[Log]) -> Handle:
    """Returns the C options, with the log."""
    handle = Handle(library().mwa_options_new(), "options")
    for setting in dataclasses.fields(settings):
        value = getattr(settings, setting.name)
        if setting.name == "timeout" and value is not None:
            value = milliseconds(value)
        if isinstance(value, os.PathLike):
            value = os.fspath(value)
        if isinstance(value, OAuth1Token):
            run("mwa_options_set_oauth1_token", handle, *value._parts())
        elif setting.name == "suspend_keys":
            for key in value:
                run("mwa_options_add_suspend_key", handle, key)
        elif setting.name not in ("http_user", "http_password", "log") and value is not None:
            run(f"mwa_options_set_{setting.name}", handle, value)
    run("mwa_options_set_http_auth", handle, settings.http_user, settings.http_password)
    if log is not None:
        run("mwa_options_set_log", handle, log.c_function, log.data)
    return handle


def account(new_account: NewAccount) -> Handle:
    """Returns the C account."""
    check_type("account", new_account, NewAccount)
    handle = make("account", "mwa_account_new", new_account.name)
    for name, default in _ACCOUNT_PARTS:
        value = getattr(new_account, name)
        # The C account has the same default values.
        if value is not None and value is not default:
            run(f"mwa_account_set_{name}", handle, value)
    if new_account.fields:
        run("mwa_account_set_fields", handle, answers(new_account.fields))
    return handle


def names(wanted: Iterable[str]) -> Handle:
    """Returns the C list of names."""
    check_type("names", wanted, Iterable[str])
    handle = Handle(library().mwa_names_new(), "names")
    for name in wanted:
        check_type("a name", name, str)
        run("mwa_names_add", handle, name)
    return handle


def answers(wrapped: Answers) -> Handle:
    """Returns the C answers. All texts are already wrapped in Secrets."""
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
    """Returns the C response."""
    check_type("response", received, Response)
    handle = make("response", "mwa_response_new", received.status)
    for name, value in received.headers:
        run("mwa_response_add_header", handle, name, value)
    body = ffi().from_buffer("uint8_t[]", received.body)
    run("mwa_response_add_body", handle, body, len(received.body))
    return handle


def milliseconds(seconds: float) -> int:
    """Returns whole milliseconds, rounded up."""
    try:
        return math.ceil(seconds * 1000)
    except (OverflowError, ValueError):
        raise InvalidArgument(f"a time must be a finite number of seconds, not {seconds!r}") from None
