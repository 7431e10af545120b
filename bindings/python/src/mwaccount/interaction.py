"""Creations and logins."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, Iterator, TypeVar, Union

from ._native import from_c, to_c
from ._native.c_library import library
from ._native.call import make, run
from ._native.value_check import check_type
from .account import NewAccount
from .answers import Answers, wrap_answers
from .captcha_mixin import CaptchaMixin
from .credentials import Credentials
from .errors import InvalidArgument, LibraryFault
from .secret import Secret
from .steps import Created, CreationStep, LoggedIn, LoginStep, Step, Unknown

StepT = TypeVar("StepT", bound=Step)


class Interaction(CaptchaMixin, Generic[StepT]):
    """
    A conversation that goes from step to step and may need input: a Creation or a Login.

    It can be abandoned at any step. The wiki's session remains usable for the next one.

    Iterating over it yields its steps, up to the first one to which the loop supplies nothing: the last one, or one at
    which the loop gives up. A step whose answer was invalid comes again.

    >>> creation = Wiki(questy).create(NewAccount("Zoe Example", "Correct-horse-7-battery"))
    >>> for step in creation:
    ...     if isinstance(step, Ask):
    ...         print(step.captcha.question)
    ...         step = creation.answer({"captcha": "Paris"})
    What is the capital of France?
    >>> step
    Created(name='Zoe Example', user_id=None, warnings=())
    """

    _supplied = 0
    """The number of times that the caller has supplied something, even if it was invalid."""

    def __iter__(self) -> Iterator[StepT]:
        supplied = -1
        while supplied != self._supplied:
            supplied = self._supplied
            yield self.step()

    def step(self) -> StepT:
        """
        Continues until input is needed or the conversation has ended, and returns the step that was reached.

        Called again without new input, it returns the same step and sends nothing.

        A refusal by the wiki and a lost response are returned as Refused and Unknown; every other failure raises
        MwaccountError. The call has created no account then, unless the exception is a LibraryFault. On Ctrl-C it
        raises KeyboardInterrupt; call step() again to get the outcome.
        """
        return self._of_its_kind(from_c.step(self._advance()))

    @abstractmethod
    def _of_its_kind(self, step: Step) -> StepT:
        """Returns the step. Raises LibraryFault for one that this kind of interaction cannot have."""

    def answer(self, answers: Answers) -> StepT:
        """
        Answers an Ask, a Restart or a Redirect, continues, and returns the next step.

        The answers map field names to texts, bools or, for a multiselect, lists of the chosen values.

        Raises InvalidArgument for an invalid answer: its `field` names the field, and the conversation still waits.
        Otherwise raises the same exceptions as step().

        >>> wiki = Wiki(questy)
        >>> creation = wiki.create(NewAccount("Zoe Example", "Correct-horse-7-battery"))
        >>> creation.step().captcha.question
        'What is the capital of France?'
        >>> creation.answer({"captcha": "Paris"})
        Created(name='Zoe Example', user_id=None, warnings=())
        """
        answers = wrap_answers(answers)
        self.give_answers(answers)
        return self.step()

    def returned(self, url: Union[str, Secret]) -> StepT:
        """
        Supplies the address at which the user came back from a Redirect (createreturnurl), continues, and returns the
        next step.

        Raises the same exceptions as answer().
        """
        url = Secret.of(url, "url")
        self.give_returned(url)
        return self.step()

    def give_answers(self, answers: Answers) -> None:
        """Supplies the answers like answer(), without continuing, for callers with their own HTTP client."""
        answers = wrap_answers(answers)
        self._supplied += 1
        run("mwa_conversation_answer", self._handle, to_c.answers(answers))

    def give_returned(self, url: Union[str, Secret]) -> None:
        """Supplies the address like returned(), without continuing, for callers with their own HTTP client."""
        url = Secret.of(url, "url")
        self._supplied += 1
        run("mwa_conversation_returned", self._handle, url)

    def suspend(self) -> Secret:
        """
        Returns the waiting conversation as text, with which Wiki.resume() continues it in another process.

        The text contains the cookies of the wiki's session, so keep it on the server, and use it only once. It contains
        no password and no access token. If a password is needed again, the resumed conversation asks for it.

        Raises InvalidArgument if the conversation is not waiting for input, or has ended.
        """
        suspended = make("secret", "mwa_conversation_suspend", self._handle)
        return Secret(from_c.text(library().mwa_secret_text(suspended.pointer)))


class Login(Interaction[LoginStep]):
    """The login of a creator, returned by Wiki.log_in()."""

    def _of_its_kind(self, step: Step) -> LoginStep:
        if isinstance(step, (Created, Unknown)):
            raise LibraryFault(f"the library returned the step of a creation: {step.kind}")
        return step

    def revise(self, credentials: Credentials) -> LoginStep:
        """
        After a Refused, tries again in the same session, and returns the next step.

        The credentials may be the same ones: a wiki that asks for a captcha after failed logins rejects a wrong answer
        as a wrong password. Raises the same exceptions as answer(), and InvalidArgument for an access token, which
        Wiki.log_in() takes.
        """
        self.give_revised(credentials)
        return self.step()

    def give_revised(self, credentials: Credentials) -> None:
        """Supplies the credentials like revise(), without continuing, for callers with their own HTTP client."""
        check_type("credentials", credentials, Credentials)
        if credentials.name is None:
            raise InvalidArgument("revise a login with a name and a password; Wiki.log_in() takes an access token")
        self._supplied += 1
        run(
            "mwa_conversation_revise_login",
            self._handle,
            credentials.name,
            credentials.secret,
            credentials.domain,
        )


class Creation(Interaction[CreationStep]):
    """The creation of an account, returned by Wiki.create()."""

    def _of_its_kind(self, step: Step) -> CreationStep:
        if isinstance(step, LoggedIn):
            raise LibraryFault("the library returned the step of a login")
        return step

    def revise(self, account: NewAccount) -> CreationStep:
        """
        After a Refused, tries again with the given account, and returns the next step.

        A captcha answer that the wiki has not used yet is sent again. After a wrong captcha answer, revise() with the
        same account asks for a new captcha. Raises the same exceptions as answer().
        """
        self.give_revised(account)
        return self.step()

    def give_revised(self, account: NewAccount) -> None:
        """Supplies the account like revise(), without continuing, for callers with their own HTTP client."""
        self._supplied += 1
        run("mwa_conversation_revise", self._handle, to_c.account(account))
