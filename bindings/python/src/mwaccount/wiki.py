"""Wikis and their sessions."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from typing import Any, Iterable, Optional, Tuple, Union

from ._native import from_c, to_c
from ._native.c_library import ffi, library
from ._native.call import Runner, make, run
from ._native.closeable import Closeable
from ._native.handle import Handle
from ._native.interruptible_runner import InterruptibleRunner
from ._native.log import Log
from ._native.value_check import check_type
from .account import NewAccount
from .bulk import Bulk, Row
from .canceller import Canceller
from .creator_limits import CreatorLimits
from .credentials import Credentials
from .errors import InUse, InvalidArgument
from .facts import Facts
from .field import Field
from .interaction import Creation, Login
from .journal import Journal
from .name_check import NameCheck
from .oauth1_token import OAuth1Token
from .options import Options
from .probe import Probe
from .requirements import Requirements
from .secret import Secret
from .user import User


class Wiki(Closeable):
    """
    A client for one wiki, with its session: cookies, tokens and the logged-in creator.

    Only one thread at a time may use a wiki and its conversations; another gets InUse. Calls let other threads run, so
    several Wiki objects can work at the same time. After a fork, calls with the parent's wikis raise InvalidArgument in
    the child process, which has to make its own.

    >>> with Wiki(api, Options(contact="ops@example.org")) as wiki:
    ...     wiki.create(NewAccount("Zoe Example", "Correct-horse-7-battery")).step()
    Created(name='Zoe Example', user_id=None, warnings=())
    """

    def __init__(self, address: Union[str, Secret], options: Optional[Options] = None) -> None:
        """
        Makes a client for the wiki at an address. Sends nothing.

        An address of api.php is used as it is. From any other address (a page, index.php or just a host, with or
        without a scheme) the first call finds api.php in at most 4 requests, following redirects even to another host.
        No secret is sent before it is found.

        A user name and password in the address, "https://user:password@wiki.example.org/" (percent-encoded), are used
        as the HTTP authentication of the options, and are shown nowhere.

        Raises InvalidArgument if the address or an option is invalid.

        >>> wiki = Wiki(api.replace("api.php", "index.php?title=Main_Page"))
        >>> wiki.create(NewAccount("Zoe Example", "Correct-horse-7-battery")).step()
        Created(name='Zoe Example', user_id=None, warnings=())
        >>> wiki.facts().api_url == api
        True
        """
        address = Secret.of(address, "address")
        log, settings = _settings(options)
        self._set_up(make("wiki", "mwa_wiki_new", address, settings), log)

    def _set_up(self, handle: Handle, log: Optional[Log]) -> None:
        self._handle = handle
        self._runner: Runner = InterruptibleRunner(_canceller(handle), log)
        self._latest_facts = self._facts()

    def __repr__(self) -> str:
        if not hasattr(self, "_latest_facts"):
            # Shown by a traceback of its constructor.
            return "<Wiki>"
        with contextlib.suppress(InvalidArgument, InUse):
            self.facts()
        closed = " (closed)" if self._handle.is_closed else ""
        # The query may contain an invitation.
        return f"<Wiki {self._latest_facts.api_url.partition('?')[0]}{closed}>"

    @staticmethod
    def resume(
        suspended: Union[str, Secret], options: Optional[Options] = None, *, address: Union[str, Secret, None] = None
    ) -> Resumed:
        """
        Resumes a conversation from the text that suspend() returned. Sends nothing.

        The text contains the wiki, its dialect, the return URL, the User-Agent and allow_http. The proxy, certificates,
        limits, log, access token, HTTP authentication and suspend keys come from the options.

        The address is that of the wiki with which the conversation must be, for a text that somebody may have changed.
        It is required if the options have an access token or HTTP authentication and no suspend keys.

        Raises InvalidArgument if the text is invalid, damaged or from a newer version; if it is not authenticated by
        one of the suspend keys, or is authenticated and there are none; if it is about another wiki than that at the
        address; and if an access token or HTTP authentication is needed but not given, or given but not needed.

        >>> creation = Wiki(questy).create(NewAccount("Zoe Example", "Correct-horse-7-battery"))
        >>> asked = creation.step()
        >>> resumed = Wiki.resume(creation.suspend())
        >>> [field.name for field in resumed.creation.step().fields]
        ['captcha', 'password']
        """
        suspended = Secret.of(suspended, "suspended")
        address = None if address is None else Secret.of(address, "address")
        log, settings = _settings(options)
        is_login = ffi().new("bool *")
        made = ffi().new("mwa_wiki **")
        begun = ffi().new("mwa_conversation **")
        run("mwa_resume", suspended, address, settings, made, begun, is_login)
        wiki = Wiki.__new__(Wiki)
        wiki._set_up(Handle(made[0], "wiki"), log)
        conversation = Handle(begun[0], "conversation")
        if is_login[0]:
            return Resumed(wiki, None, Login(conversation, wiki._runner))
        return Resumed(wiki, Creation(conversation, wiki._runner), None)

    def create(self, account: NewAccount) -> Creation:
        """
        Begins the creation of an account. Sends nothing before step().

        A wiki has one creation or login at a time. Beginning another one ends the one that is waiting.
        """
        conversation = make("conversation", "mwa_wiki_create", self._handle, to_c.account(account))
        return Creation(conversation, self._runner)

    def log_in(self, credentials: Credentials) -> Login:
        """
        Begins the login of a creator. Sends nothing before step(), and logs out the previous creator.

        >>> wiki = Wiki(api)
        >>> wiki.log_in(Credentials.password("Admin", "adminpass12345")).step()
        LoggedIn(name='Admin')
        """
        check_type("credentials", credentials, Credentials)
        return Login(make("conversation", *_login(_LOG_IN, self._handle, credentials)), self._runner)

    def log_out(self) -> None:
        """
        Logs out and discards the creator, cookies and tokens, also those of an unfinished login. Sends nothing.
        """
        run("mwa_wiki_log_out", self._handle)

    def bulk(
        self,
        rows: Iterable[Row],
        *,
        journal: Union[str, os.PathLike[str], Journal, None] = None,
        journal_name: Optional[str] = None,
        creator: Optional[Credentials] = None,
        max_wait: Optional[float] = None,
        wait_for_limit: bool = False,
        accept_warnings: bool = False,
        retry_refused: bool = False,
    ) -> Bulk:
        """
        Begins a run that creates the accounts of many rows, none twice. Sends nothing before the first event.

        The rows are accounts, or pairs of a number and an account, from any iterable, and are taken one by one. The
        creator logs in once, and one session serves all rows. The run waits when the wiki asks to. Do nothing else
        with the wiki before it ends. The library sends the requests; there is no run with an HTTP client of the caller.

        With a journal, a file, a later run with the same journal and rows creates exactly the rest, even if the process
        is killed. It knows the wiki by journal_name, or by the address of this object without its query and login.

        max_wait is the longest time to wait for one row, in seconds, 600 by default; a longer wait stops the run.
        wait_for_limit lets it wait until a limit on accounts in a period opens again, however long that is.
        accept_warnings sends an account that the wiki warns about again, once. retry_refused tries rows again that an
        earlier run found refused; a row that was changed since is tried in any case.

        Raises InvalidArgument for an invalid setting, and CallFailed with Reason.JOURNAL if the journal cannot be used.

        >>> accounts = [NewAccount(name, "Correct-horse-7-battery") for name in ("Ann Example", "Admin")]
        >>> with Wiki(api).bulk(accounts) as run:
        ...     for event in run:
        ...         print(event.number, event.asked, event.outcome.value, event.reason)
        1 Ann Example created None
        2 Admin refused name-taken
        """
        check_type("rows", rows, Iterable[Row])
        check_type("journal", journal, Union[str, os.PathLike, Journal, None])
        check_type("journal_name", journal_name, Optional[str])
        check_type("creator", creator, Optional[Credentials])
        check_type("max_wait", max_wait, Optional[float])
        flags = {
            "wait_for_limit": wait_for_limit,
            "accept_warnings": accept_warnings,
            "retry_refused": retry_refused,
        }
        for name, flag in flags.items():
            check_type(name, flag, bool)
        run_handle = make("bulk", "mwa_wiki_bulk", self._handle)
        if journal is not None:
            opened = journal if isinstance(journal, Journal) else Journal(journal)
            run("mwa_bulk_set_journal", run_handle, opened._handle, journal_name)
        if creator is not None:
            run(*_login(_SET_CREATOR, run_handle, creator))
        if max_wait is not None:
            run("mwa_bulk_set_max_wait", run_handle, to_c.milliseconds(max_wait))
        run("mwa_bulk_set_wait_for_limit", run_handle, wait_for_limit)
        run("mwa_bulk_set_accept_warnings", run_handle, accept_warnings)
        run("mwa_bulk_set_retry_refused", run_handle, retry_refused)
        return Bulk(run_handle, self._runner, rows)

    def probe(self, account: NewAccount) -> Requirements:
        """
        Returns the requirements for a new account.

        They include the wiki's validation of the name, password and e-mail address, as far as the account has them.
        Creates nothing, counts against no rate limit and uses up no captcha. Sends 2 to 4 requests, which a later
        creation does not repeat.

        >>> Wiki(questy).probe(NewAccount("Zoe Example")).captcha.question
        'What is the capital of France?'
        """
        with self.begin_probe(account) as probe:
            return probe.requirements()

    def begin_probe(self, account: NewAccount) -> Probe:
        """Begins a probe(), for callers with their own HTTP client and for the image of the captcha."""
        conversation = make("conversation", "mwa_wiki_probe", self._handle, to_c.account(account))
        return Probe(conversation, self._runner)

    def check_names(self, names: Iterable[str]) -> Tuple[NameCheck, ...]:
        """
        Checks many names for new accounts, and creates nothing: 50 names take one request, on a private wiki and on one
        without an API each name takes one.

        >>> [check.status.value for check in Wiki(api).check_names(["Zoe Example", "Admin"])]
        ['free', 'taken']
        """
        checks = make("name_checks", "mwa_wiki_check_names", self._handle, to_c.names(names), runner=self._runner)
        return from_c.name_checks(checks)

    def creator_limits(self) -> CreatorLimits:
        """
        Returns what limits this caller's creations: rights, groups, the wiki's limits of rates, and whether the wiki
        shares its accounts with others. Sends one request.

        >>> Wiki(api).creator_limits().has_right("noratelimit")
        False
        """
        limits = make("creator_limits", "mwa_wiki_creator_limits", self._handle, runner=self._runner)
        return from_c.creator_limits(limits)

    def user(self) -> User:
        """
        Returns the logged-in user, with e-mail address and real name as the wiki shows them. Sends one request. Raises
        InvalidArgument if nobody is logged in.
        """
        return from_c.user(make("user", "mwa_wiki_user", self._handle, runner=self._runner))

    def fields(self) -> Tuple[Field, ...]:
        """
        Returns all fields that the wiki offers for a new account, including the optional and alternative ones.

        The result is empty on MediaWiki 1.21 to 1.26, whose fields are fixed, and where the sign-up form is refused to
        this user. A later creation does not repeat the request.

        >>> [field.name for field in Wiki(api).fields()]
        ['username', 'password', 'retype', 'email', 'realname']
        """
        fields = make("fields", "mwa_wiki_fields", self._handle, runner=self._runner)
        return from_c.fields(fields.pointer)

    def facts(self) -> Facts:
        """
        Returns what is known about the wiki so far. Sends nothing.

        After close() it returns what was known then.
        """
        if not self._handle.is_closed:
            self._latest_facts = self._facts()
        return self._latest_facts

    def _facts(self) -> Facts:
        return from_c.facts(make("facts", "mwa_wiki_facts", self._handle))

    def close(self) -> None:
        """
        Frees the wiki, after a call that another thread is making. Its facts() stay readable. Does nothing if it is
        already closed.
        """
        # They may be those of another thread's call, or of the parent process.
        with contextlib.suppress(InvalidArgument, InUse):
            self.facts()
        super().close()

    def canceller(self) -> Canceller:
        """Returns a canceller for the wiki's calls."""
        return Canceller(_canceller(self._handle))


@dataclass(frozen=True)
class Resumed:
    """
    A resumed conversation: either a creation or a login. The other one is None.

    Attributes:
        wiki: The wiki of the conversation.
        creation: The resumed creation, or None.
        login: The resumed login, or None.
    """

    wiki: Wiki
    creation: Optional[Creation]
    login: Optional[Login]


def _settings(options: Optional[Options]) -> Tuple[Optional[Log], Handle]:
    """Returns the C options and their log, which has to live as long as the wiki."""
    options = Options() if options is None else options
    check_type("options", options, Options)
    log = None if options.log is None else Log(options.log)
    return log, to_c.options(options, log)


# The C functions for a password, an OAuth 2 access token and the tokens of an OAuth 1.0a consumer.
_LOG_IN = ("mwa_wiki_log_in", "mwa_wiki_log_in_oauth", "mwa_wiki_log_in_oauth1")
_SET_CREATOR = ("mwa_bulk_set_creator", "mwa_bulk_set_creator_oauth", "mwa_bulk_set_creator_oauth1")


def _login(functions: Tuple[str, str, str], handle: Handle, credentials: Credentials) -> Tuple[Any, ...]:
    """Returns the C function for these credentials, and its arguments."""
    password, oauth, oauth1 = functions
    if isinstance(credentials.secret, OAuth1Token):
        return (oauth1, handle, *credentials.secret._parts())
    if credentials.name is None:
        return (oauth, handle, credentials.secret)
    return (password, handle, credentials.name, credentials.secret, credentials.domain)


def _canceller(wiki: Handle) -> Handle:
    return Handle(library().mwa_wiki_canceller(wiki.pointer), "canceller")
