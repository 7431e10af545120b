"""Wikis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple, Union

from ._native import from_c, to_c
from ._native.call import make, run
from ._native.closeable import Closeable
from ._native.handle import Handle
from ._native.interruptible_runner import InterruptibleRunner
from ._native.library import ffi, library
from ._native.log import Log
from .account import NewAccount
from .canceller import Canceller
from .credentials import Credentials
from .facts import Facts
from .field import Field
from .interaction import Creation, Login
from .options import Options
from .probe import Probe
from .requirements import Requirements
from .secret import Secret


class Wiki(Closeable):
    """
    A wiki, the way to it, and its session: cookies, tokens, who is logged in.

    One thread at a time uses a wiki and its conversations; another gets InUse. Calls let other threads run, so that
    different wikis are talked with at the same time. A process that was forked makes its own.

    >>> with Wiki(api, Options(contact="ops@example.org")) as wiki:
    ...     wiki.create(NewAccount("Zoe Example", "Correct-horse-7-battery")).step()
    Created(name='Zoe Example', user_id=None, warnings=())
    """

    def __init__(self, address: str, options: Optional[Options] = None) -> None:
        """
        A wiki by any of its addresses; nothing is sent. It fails with InvalidArgument for an address or options that
        cannot be used.

        That of its api.php is taken at its word. From that of a page, of index.php or of a host alone, with or without
        a scheme, the first call finds api.php in at most 4 requests, also over redirects to another host; no secret
        goes out before.

        >>> wiki = Wiki(api.replace("api.php", "index.php?title=Main_Page"))
        >>> wiki.create(NewAccount("Zoe Example", "Correct-horse-7-battery")).step()
        Created(name='Zoe Example', user_id=None, warnings=())
        >>> wiki.facts().api == api
        True
        """
        log, settings = _settings(options)
        self._set_up(make("wiki", "mwa_wiki_new", address, settings), log)

    def _set_up(self, handle: Handle, log: Optional[Log]) -> None:
        self._handle = handle
        self._runner = InterruptibleRunner(_canceller(handle), log)

    @staticmethod
    def resume(suspended: Union[str, Secret], options: Optional[Options] = None) -> Resumed:
        """
        Takes up a conversation that suspend() put down; nothing is sent. What belongs to it (the wiki, its dialect, the
        return address, the user agent, whether http is allowed) is as it was; the proxy, the certificates, the limits,
        the log, the access token and the web server's own login are those of the options.

        It fails with InvalidArgument for a text that is damaged, of a newer version or no such text at all, and where
        an access token or the web server's own login is needed and not given, or given and not needed.

        >>> creation = Wiki(questy).create(NewAccount("Zoe Example", "Correct-horse-7-battery"))
        >>> asked = creation.step()
        >>> resumed = Wiki.resume(creation.suspend())
        >>> [field.name for field in resumed.creation.step().fields]
        ['captcha', 'password']
        """
        suspended = Secret.of(suspended)
        log, settings = _settings(options)
        is_login = ffi().new("bool *")
        made = ffi().new("mwa_wiki **")
        begun = ffi().new("mwa_conversation **")
        run("mwa_resume", suspended, settings, made, begun, is_login)
        wiki = Wiki.__new__(Wiki)
        wiki._set_up(Handle(made[0], "wiki"), log)
        conversation = Handle(begun[0], "conversation")
        if is_login[0]:
            return Resumed(wiki, None, Login(conversation, wiki._runner))
        return Resumed(wiki, Creation(conversation, wiki._runner), None)

    def create(self, account: NewAccount) -> Creation:
        """
        Begins to create an account; nothing is sent before step(). A wiki has one creation or login at a time:
        beginning another ends one that waits there.
        """
        conversation = make("conversation", "mwa_wiki_create", self._handle, to_c.account(account))
        return Creation(conversation, self._runner)

    def log_in(self, credentials: Credentials) -> Login:
        """
        Begins to log in the creator of accounts; nothing is sent before step(). Whoever was logged in is not any more.

        >>> wiki = Wiki(api)
        >>> wiki.log_in(Credentials.password("Admin", "adminpass12345")).step()
        LoggedIn(name='Admin')
        """
        to_c.check(credentials, Credentials)
        if credentials.name is None:
            conversation = make("conversation", "mwa_wiki_log_in_oauth", self._handle, credentials.secret)
        else:
            conversation = make(
                "conversation",
                "mwa_wiki_log_in",
                self._handle,
                credentials.name,
                credentials.secret,
                credentials.domain,
            )
        return Login(conversation, self._runner)

    def log_out(self) -> None:
        """
        Has nobody be logged in, with nothing left of whoever was; also after a login that did not come to its end.
        Nothing is sent.
        """
        run("mwa_wiki_log_out", self._handle)

    def probe(self, account: NewAccount) -> Requirements:
        """
        Finds out what the wiki asks of new accounts, and its word on the account as far as it is given: its name, its
        password, its address. Nothing is created, no limit is counted against, no captcha is spent. It costs 2 to 4
        requests, which a creation does not repeat.

        >>> Wiki(questy).probe(NewAccount("Zoe Example")).captcha.question
        'What is the capital of France?'
        """
        with self.begin_probe(account) as probe:
            return probe.requirements()

    def begin_probe(self, account: NewAccount) -> Probe:
        """Begins a probe(), for hosts that send the requests themselves or want to see the captcha's image."""
        conversation = make("conversation", "mwa_wiki_probe", self._handle, to_c.account(account))
        return Probe(conversation, self._runner)

    def fields(self) -> Tuple[Field, ...]:
        """
        All fields that the wiki offers for a new account, the optional and alternative ones included; none on wikis of
        1.21 to 1.26, whose fields are fixed. A creation that follows does not ask again.

        >>> [field.name for field in Wiki(api).fields()]
        ['username', 'password', 'retype', 'email', 'realname']
        """
        fields = make("fields", "mwa_wiki_fields", self._handle, runner=self._runner)
        return from_c.fields(fields.pointer)

    def facts(self) -> Facts:
        """What is known of the wiki by now; nothing is sent."""
        return from_c.facts(make("facts", "mwa_wiki_facts", self._handle))

    def canceller(self) -> Canceller:
        """What cancels the wiki's calls."""
        return Canceller(_canceller(self._handle))


@dataclass(frozen=True)
class Resumed:
    """A conversation that was taken up again: a creation or a login, and the other is None."""

    wiki: Wiki
    """Its wiki."""

    creation: Optional[Creation]
    """An account on its way."""

    login: Optional[Login]
    """A creator on the way in."""


def _settings(options: Optional[Options]) -> Tuple[Optional[Log], Handle]:
    """The options as the C library takes them, with their log, which is to live as long as the wiki."""
    options = Options() if options is None else options
    to_c.check(options, Options)
    log = None if options.log is None else Log(options.log)
    return log, to_c.options(options, log)


def _canceller(wiki: Handle) -> Handle:
    return Handle(library().mwa_wiki_canceller(wiki.pointer), "canceller")
