"""A wiki in a process of its own, and its control address."""

from __future__ import annotations

import contextlib
import http.client
import json
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Union
from urllib.parse import quote, urlsplit

from . import command as installed
from .errors import TestwikiError
from .options import Options, to_arguments, to_json
from .records import Account, LoggedRequest, Mail, record

if TYPE_CHECKING:
    from typing_extensions import Literal, Self, Unpack

# Longer than any answer of the control address takes.
TIMEOUT = 30.0


class Testwiki:
    """
    An emulated wiki in a process of its own, which ends with this one, even if it is killed.

    >>> with Testwiki(release="1.26", captcha="questy") as wiki:
    ...     sign_up(wiki.api, "Zoe Example")
    ...     assert wiki.account("Zoe Example") is not None

    All times are seconds since the epoch, by the wiki's clock.
    """

    # Tells pytest that this is no class of tests, in spite of its name.
    __test__ = False

    url: str
    """The URL of the wiki, which is the folder of api.php."""
    api: str
    """The URL of api.php."""
    release: str
    """The release of MediaWiki that it emulates, such as "1.43.0"."""

    def __init__(
        self, *, command: Optional[str] = None, arguments: Sequence[str] = (), **options: Unpack[Options]
    ) -> None:
        """
        Starts a wiki with these options.

        `command` is the path of another command than the one of this package, and `arguments` has arguments of the
        command that are no options of the wiki, such as `["--https"]`. Raises TestwikiError
        with the command's message if it does not start.
        """
        line = [command or installed.path(), "--control", "--exit-with-parent", *arguments, *to_arguments(options)]
        with tempfile.TemporaryFile() as messages:
            try:
                self._process = subprocess.Popen(
                    line,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=messages,
                    text=True,
                    # Ctrl-C ends the tests, which still need the wiki while they clean up.
                    start_new_session=True,
                )
            except OSError as error:
                raise TestwikiError(f"{line[0]} does not start: {error}") from error
            assert self._process.stdout is not None
            printed = [self._process.stdout.readline().strip() for _ in range(2)]
            if not all(printed):
                self.close()
                messages.seek(0)
                raise TestwikiError(first_message(messages.read().decode(errors="replace")) or f"{line[0]} has ended")
        self._scheme = urlsplit(printed[0]).scheme
        control = urlsplit(printed[1])
        self._control, self._path = control.netloc, control.path
        self._update(self._ask("GET", ""))

    def close(self) -> None:
        """Ends the process. May be called again."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        try:
            self._process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __del__(self) -> None:
        # Without this, the process would run until Python ends. Parts of Python may be gone by then.
        if hasattr(self, "_process") and not sys.is_finalizing():
            with contextlib.suppress(Exception):
                self.close()

    def __repr__(self) -> str:
        return f"<Testwiki {self.release} at {self.url}>" if hasattr(self, "url") else object.__repr__(self)

    @property
    def is_running(self) -> bool:
        """True until the process ends."""
        return self._process.poll() is None

    @property
    def time(self) -> int:
        """The time by the wiki's clock."""
        return int(self._ask("GET", "")["time"])

    def accounts(self) -> List[Account]:
        """Returns all accounts, the administrator's too."""
        return [record(Account, account) for account in self._ask("GET", "accounts")]

    def account(self, name: str) -> Optional[Account]:
        """Returns the account with this name in the wiki's spelling, or None."""
        found = self._ask("GET", f"accounts/{quote(name, safe='')}", may_lack=True)
        return None if found is None else record(Account, found)

    def create_account(self, name: str, password: str) -> Account:
        """Creates an account as another visitor would, and returns it. Raises TestwikiError if there is one already."""
        return record(Account, self._ask("POST", "accounts", {"name": name, "password": password}))

    def mails(self) -> List[Mail]:
        """Returns the mails that the wiki sent."""
        return [record(Mail, mail) for mail in self._ask("GET", "mails")]

    def log(self) -> List[LoggedRequest]:
        """Returns the latest 10,000 requests, the first of them first."""
        return [record(LoggedRequest, request) for request in self._ask("GET", "log")]

    def requests(self, action: Optional[str] = None) -> int:
        """Returns the number of requests: all, or those with this action of the API or for the page with this title."""
        counts = self._ask("GET", "requests")
        return int(counts["all"] if action is None else counts["actions"].get(action, 0))

    def request_counts(self) -> Dict[str, int]:
        """Returns the number of requests by the action of the API, or the title of the page."""
        return dict(self._ask("GET", "requests")["actions"])

    def settings(self, **options: Unpack[Options]) -> None:
        """
        Changes these options of the running wiki, which keeps its accounts, its sessions and its other options.

        A list takes the place of the former one. Raises TestwikiError with the command's message if it refuses one.
        """
        self._update(self._ask("PATCH", "settings", to_json(options)))

    def fault(self, fault: str, times: Union[int, Literal["always"], None] = None) -> None:
        """
        Adds a fault, which happens once unless `times` says otherwise: `fault("503=30@createaccount:2")`.

        Raises TestwikiError with the command's message if there is no such fault.
        """
        self._ask("POST", "faults", {"fault": fault} if times is None else {"fault": fault, "times": times})

    def clear_faults(self) -> None:
        """Drops the faults that have not happened yet."""
        self._ask("DELETE", "faults")

    def advance_clock(self, seconds: int) -> None:
        """Moves the wiki's clock forward, or back if negative."""
        self._ask("POST", "clock", {"advance": seconds})

    def stop_clock(self, time: int) -> None:
        """Stops the wiki's clock at this time."""
        self._ask("POST", "clock", {"stop": time})

    def reset(self, **options: Unpack[Options]) -> None:
        """
        Starts the wiki anew at the same address, in less than a millisecond: nothing has happened on it yet.

        It has the options with which this object was made, and these instead of or besides them. Raises TestwikiError
        with the command's message if it refuses one.
        """
        self._update(self._ask("POST", "reset", to_json(options)))

    def _update(self, overview: Mapping[str, Any]) -> None:
        """Reads what a change may have changed. The control address shows http, with --https too."""
        self.url, self.api = (f"{self._scheme}:{overview[name].partition(':')[2]}" for name in ("url", "api"))
        self.release = overview["release"]

    def _ask(
        self, method: str, resource: str, members: Optional[Mapping[str, Any]] = None, *, may_lack: bool = False
    ) -> Any:
        """Sends a request to the control address. With `may_lack`, returns None if there is nothing."""
        # Not urllib: proxies of the environment are not for this address.
        connection = http.client.HTTPConnection(self._control, timeout=TIMEOUT)
        try:
            connection.request(method, f"{self._path}/{resource}", None if members is None else json.dumps(members))
            response = connection.getresponse()
            answer = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            status = self._process.poll()
            what = "gives no answer" if status is None else f"has ended with the status {status}"
            raise TestwikiError(f"the wiki {what}") from error
        finally:
            connection.close()
        if response.status == 200:
            return answer
        if may_lack and response.status == 404:
            return None
        raise TestwikiError(answer["error"])


def first_message(printed: str) -> str:
    """Returns what the command printed on standard error, without its advice about usage."""
    first = printed.strip().split("\n\n")[0]
    for prefix in ("error: ", "testwiki: "):
        if first.startswith(prefix):
            return first[len(prefix) :]
    return first
