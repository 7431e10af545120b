"""
Wikis and conversations for asyncio, without threads. Requires httpx: `pip install 'mwaccount[async]'`.

>>> import asyncio
>>> from mwaccount.aio import AsyncWiki
>>> async def sign_up(name):
...     account = NewAccount(name, "Correct-horse-7-battery")
...     async with AsyncWiki(api) as wiki, wiki.create(account) as creation:
...         return await creation.step()
>>> asyncio.run(sign_up("Zoe Example"))
Created(name='Zoe Example', user_id=None, warnings=())
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import AsyncIterator, Generic, Optional, TypeVar, Union

from ._native.call import run_directly
from .account import NewAccount
from .aio_http import AsyncHttp
from .answers import Answers
from .credentials import Credentials
from .facts import Facts
from .image import Image
from .interaction import Creation, Interaction, Login, StepT
from .options import Options
from .requirements import Requirements
from .secret import Secret
from .steps import CreationStep, LoginStep
from .wiki import Wiki

Self = TypeVar("Self", bound="_AsyncCloseable")


class _AsyncCloseable:
    """An object that is freed by close(), by the end of an `async with`, or by the garbage collector."""

    def close(self) -> None:
        """Frees the object. Does nothing if it is already closed."""
        raise NotImplementedError

    async def __aenter__(self: Self) -> Self:
        return self

    async def __aexit__(self, *raised: object) -> None:
        self.close()


class AsyncInteraction(_AsyncCloseable, Generic[StepT]):
    """
    A conversation that goes from step to step: an AsyncCreation or an AsyncLogin.

    `async for` yields its steps, up to the first one to which the loop supplies nothing. A step whose answer was
    invalid comes again.

    If a task is cancelled, as by asyncio.timeout(), await step() again to get what is known: it raises Cancelled if
    certainly nothing was created, and returns Unknown if the creating request had been sent.
    """

    def __init__(self, interaction: Interaction[StepT], http: AsyncHttp) -> None:
        self._interaction = interaction
        self._http = http

    async def __aiter__(self) -> AsyncIterator[StepT]:
        supplied = -1
        while supplied != self._interaction._supplied:
            supplied = self._interaction._supplied
            yield await self.step()

    async def step(self) -> StepT:
        """
        Continues until input is needed or the conversation has ended, and returns the step that was reached.

        Called again without new input, it returns the same step and sends nothing. Raises the same exceptions as
        Interaction.step().
        """
        await self._http.drive(self._interaction)
        return self._interaction.step()

    async def answer(self, answers: Answers) -> StepT:
        """Answers an Ask, a Restart or a Redirect, continues, and returns the next step, as Interaction.answer()."""
        self._interaction.give_answers(answers)
        return await self.step()

    async def returned(self, url: Union[str, Secret]) -> StepT:
        """
        Supplies the address at which the user came back from a Redirect, continues, and returns the next step, as
        Interaction.returned().
        """
        self._interaction.give_returned(url)
        return await self.step()

    async def image(self, index: int = 0) -> Image:
        """Fetches an image of the captcha: the one at index in Captcha.image_urls."""
        await self.step()
        with self._interaction.begin_image(index) as fetching:
            await self._http.drive(fetching)
            return fetching.image()

    def suspend(self) -> Secret:
        """Returns the waiting conversation as text, as Interaction.suspend(). AsyncWiki.resume() continues it."""
        return self._interaction.suspend()

    def close(self) -> None:
        """Frees the conversation. Does nothing if it is already closed."""
        self._interaction.close()


class AsyncCreation(AsyncInteraction[CreationStep]):
    """The creation of an account, returned by AsyncWiki.create()."""

    def __init__(self, creation: Creation, http: AsyncHttp) -> None:
        super().__init__(creation, http)
        self._creation = creation

    async def revise(self, account: NewAccount) -> CreationStep:
        """After a Refused, tries again with the given account, and returns the next step, as Creation.revise()."""
        self._creation.give_revised(account)
        return await self.step()


class AsyncLogin(AsyncInteraction[LoginStep]):
    """The login of a creator, returned by AsyncWiki.log_in()."""

    def __init__(self, login: Login, http: AsyncHttp) -> None:
        super().__init__(login, http)
        self._login = login

    async def revise(self, credentials: Credentials) -> LoginStep:
        """After a Refused, tries again in the same session, and returns the next step, as Login.revise()."""
        self._login.give_revised(credentials)
        return await self.step()


class AsyncWiki(_AsyncCloseable):
    """
    A client for one wiki, with its session, whose requests httpx sends in the event loop. No thread is started, and one
    thread can use any number of wikis at the same time.

    It has the methods of Wiki for one account; Wiki.bulk(), check_names(), creator_limits(), user() and fields() are
    for threads. All options have the same meaning. One task at a time may use a wiki and its conversations.
    """

    def __init__(self, address: Union[str, Secret], options: Optional[Options] = None) -> None:
        """Makes a client for the wiki at an address, as Wiki(). Sends nothing."""
        self._set_up(Wiki(Secret.of(address, "address"), _without_log(options)), options)

    def _set_up(self, wiki: Wiki, options: Optional[Options]) -> None:
        self._wiki = wiki
        # The calls of the library send nothing, so that they need no other thread.
        wiki._runner = run_directly
        self._http = AsyncHttp(wiki.facts().api_url, options or Options())

    @staticmethod
    def resume(
        suspended: Union[str, Secret], options: Optional[Options] = None, *, address: Union[str, Secret, None] = None
    ) -> AsyncResumed:
        """Resumes a conversation from the text that suspend() returned, as Wiki.resume(). Sends nothing."""
        suspended = Secret.of(suspended, "suspended")
        address = None if address is None else Secret.of(address, "address")
        resumed = Wiki.resume(suspended, _without_log(options), address=address)
        wiki = AsyncWiki.__new__(AsyncWiki)
        wiki._set_up(resumed.wiki, options)
        for conversation in (resumed.creation, resumed.login):
            if conversation is not None:
                conversation._runner = run_directly
        return AsyncResumed(
            wiki,
            None if resumed.creation is None else AsyncCreation(resumed.creation, wiki._http),
            None if resumed.login is None else AsyncLogin(resumed.login, wiki._http),
        )

    def create(self, account: NewAccount) -> AsyncCreation:
        """Begins the creation of an account, as Wiki.create(). Sends nothing before step()."""
        return AsyncCreation(self._wiki.create(account), self._http)

    def log_in(self, credentials: Credentials) -> AsyncLogin:
        """Begins the login of a creator, as Wiki.log_in(). Sends nothing before step()."""
        return AsyncLogin(self._wiki.log_in(credentials), self._http)

    def log_out(self) -> None:
        """Logs out and discards the creator, cookies and tokens. Sends nothing."""
        self._wiki.log_out()

    async def probe(self, account: NewAccount) -> Requirements:
        """Returns the requirements of the wiki for a new account, as Wiki.probe()."""
        with self._wiki.begin_probe(account) as probe:
            await self._http.drive(probe)
            return probe.requirements()

    def facts(self) -> Facts:
        """Returns what is known about the wiki so far, as Wiki.facts(). Sends nothing."""
        return self._wiki.facts()

    def close(self) -> None:
        """Frees the wiki. Its facts() stay readable. Does nothing if it is already closed."""
        self._wiki.close()

    def __repr__(self) -> str:
        return repr(self._wiki).replace("<Wiki", "<AsyncWiki", 1)


@dataclass(frozen=True)
class AsyncResumed:
    """
    A resumed conversation: either a creation or a login. The other one is None.

    Attributes:
        wiki: The wiki of the conversation.
        creation: The resumed creation, or None.
        login: The resumed login, or None.
    """

    wiki: AsyncWiki
    creation: Optional[AsyncCreation]
    login: Optional[AsyncLogin]


def _without_log(options: Optional[Options]) -> Optional[Options]:
    """Returns options without the log, to which AsyncHttp writes."""
    return dataclasses.replace(options, log=None) if isinstance(options, Options) else options
