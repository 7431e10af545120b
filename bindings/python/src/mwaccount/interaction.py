"""Conversations that go from step to step."""

from __future__ import annotations

from typing import Union

from ._native import from_c, to_c
from ._native.call import make, run
from ._native.library import library
from .account import NewAccount
from .answers import Answers, wrap_answers
from .captcha_mixin import CaptchaMixin
from .secret import Secret
from .steps import Step


class Interaction(CaptchaMixin):
    """
    A conversation that asks its caller, and goes from step to step: a Creation or a Login. It can be left at any
    step; the wiki's session stays good for the next one.
    """

    def step(self) -> Step:
        """
        Goes on until something is wanted of the caller or the conversation has ended; then the same step comes again.

        It fails for whatever kept the account from being created, or the creator from logging in, that was not the
        wiki's own no: surely nothing was created, unless it is a LibraryFault. Interrupted by Ctrl-C it raises
        KeyboardInterrupt, and another step() says what came of it.
        """
        return from_c.step(self._advance())

    def answer(self, answers: Answers) -> Step:
        """
        Answers an Ask, a Restart or a Redirect, and goes on: with texts, yes or no, or the chosen values of a
        multiselect, by the names of their fields.

        It fails with InvalidArgument for an answer that does not fit, which names the field, and the conversation
        stands where it stood; else as step().

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

    def returned(self, url: Union[str, Secret]) -> Step:
        """Hands over the address at which the user came back from a Redirect, and goes on. It fails as answer()."""
        url = Secret.of(url)
        self.give_returned(url)
        return self.step()

    def give_answers(self, answers: Answers) -> None:
        """As answer(), without going on, for hosts that send the requests themselves."""
        answers = wrap_answers(answers)
        run("mwa_conversation_answer", self._handle, to_c.answers(answers))

    def give_returned(self, url: Union[str, Secret]) -> None:
        """As returned(), without going on, for hosts that send the requests themselves."""
        url = Secret.of(url)
        run("mwa_conversation_returned", self._handle, url)

    def suspend(self) -> Secret:
        """
        Puts the conversation down where it waits for its caller, as text that Wiki.resume() takes up in another
        process. The text is a secret: it holds the session's cookies, so keep it on the server, and use it once. It
        holds no password and no token; a password that is needed again is asked for then.

        It fails with InvalidArgument where the conversation does not wait, or has ended.
        """
        suspended = make("secret", "mwa_conversation_suspend", self._handle)
        return Secret(from_c.text(library().mwa_secret_text(suspended.pointer)))


class Login(Interaction):
    """A creator on the way in: Wiki.log_in()."""


class Creation(Interaction):
    """An account on its way: Wiki.create()."""

    def revise(self, account: NewAccount) -> Step:
        """
        Tries again after a Refused with another account, keeping the answer to a captcha that is still good, and goes
        on. With the account as it was, a captcha is asked for anew. It fails as answer().
        """
        self.give_revised(account)
        return self.step()

    def give_revised(self, account: NewAccount) -> None:
        """As revise(), without going on, for hosts that send the requests themselves."""
        run("mwa_conversation_revise", self._handle, to_c.account(account))
