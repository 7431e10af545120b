"""Logins that reach a RESTART."""

from __future__ import annotations

import json

from requests_http import RequestsHttp

from mwaccount import Credentials, Effect, Login, Response, Wiki

from . import PASSWORD

RESTART_RESPONSE = {
    "status": "RESTART",
    "message": "Nobody here has this login.",
    "requests": [
        {
            "id": "Lab",
            "metadata": {},
            "required": "required",
            "provider": "Lab",
            "account": "Lab",
            "fields": {"pin": {"type": "password", "label": "Pin", "help": "A number.", "sensitive": True}},
        }
    ],
}


def restarted_login(wiki: Wiki) -> Login:
    """Returns a login to which the wiki's response is RESTART_RESPONSE."""
    http = RequestsHttp()
    login = wiki.log_in(Credentials.password("Zoe", PASSWORD))
    for request in iter(login.next_request, None):
        if request.effect is Effect.LOGIN:
            body = json.dumps({"clientlogin": RESTART_RESPONSE}).encode()
            login.feed(Response(200, [("Content-Type", "application/json")], body))
        else:
            http.send(login, request)
    return login
