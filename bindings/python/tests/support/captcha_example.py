from __future__ import annotations

from typing import Protocol

from mwaccount import Captcha, Creation, Image, NewAccount, Prompt, Reason, Refused, Step, Wiki


class Person(Protocol):
    """Shows things to the person who signs up, and returns what the person answers."""

    def read(self, question: str) -> str: ...
    def see(self, image: Image) -> str: ...
    def use_widget(self, kind: str, site_key: str) -> str: ...


def solve(creation: Creation, captcha: Captcha, person: Person) -> str:
    if captcha.site_key is not None:
        return person.use_widget(captcha.kind, captcha.site_key)
    if captcha.question is not None:
        return person.read(captcha.question)
    return person.see(creation.image(0))


def sign_up(wiki: Wiki, account: NewAccount, person: Person) -> Step:
    creation = wiki.create(account)
    while True:
        step = creation.step()
        if isinstance(step, Prompt) and step.captcha is not None:
            creation.answer({"captcha": solve(creation, step.captcha, person)})
        elif isinstance(step, Refused) and step.reason is Reason.CAPTCHA_WRONG:
            creation.revise(account)
        else:
            return step
