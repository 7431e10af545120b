"""Emulated wikis."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.parse
import urllib.request

ADMIN = "Admin"
ADMIN_PASSWORD = "adminpass12345"
ANSWER = "Paris"
IMAGE_WORD = "labword"


class Testwiki:
    """An emulated wiki in a child process, which ends with the tests even if they are killed."""

    __test__ = False

    def __init__(self, options: str) -> None:
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", os.environ["MWACCOUNT_TESTWIKI"], "--port", "0", *options.split()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.api = f"{self._process.stdout.readline().rstrip().rstrip('/')}/api.php"
        """The API URL."""

    def has(self, name: str) -> bool:
        """Returns True if the wiki has an account with this name."""
        query = {"action": "query", "list": "users", "ususers": name, "format": "json"}
        # Ignores proxies from the environment.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{self.api}?{urllib.parse.urlencode(query)}") as answer:
            return "userid" in json.load(answer)["query"]["users"][0]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
