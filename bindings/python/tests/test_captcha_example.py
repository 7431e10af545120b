"""The example of docs/captchas.md, with every kind of captcha, each first answered wrongly."""

from __future__ import annotations

import re
from typing import List

import pytest
from conftest import Start
from support import expect, zoe
from support.captcha_example import sign_up

from mwaccount import Created, Image, Wiki


class Answerer:
    """Answers wrongly once, and then rightly."""

    def __init__(self) -> None:
        self.asked: List[str] = []

    def _answer(self, shown: str, right: str) -> str:
        self.asked.append(shown)
        return right if len(self.asked) > 1 else "wrong"

    def read(self, question: str) -> str:
        found = re.search(r"(\d+)\s*([+−-])\s*(\d+)", question)
        if found is None:
            return self._answer("question", "Paris")
        return self._answer("question", str(int(found[1]) + int(found[3]) * (1 if found[2] == "+" else -1)))

    def see(self, image: Image) -> str:
        assert image.media_type == "image/png"
        return self._answer("image", "labword")

    def use_widget(self, kind: str, site_key: str) -> str:
        assert site_key
        return self._answer(kind, "labword")


@pytest.mark.parametrize(
    ("release", "captcha", "shown"),
    [
        ("1.19", "simple", "question"),
        ("1.26", "math", "question"),
        ("1.43", "questy", "question"),
        ("1.22", "fancy", "image"),
        ("1.43", "fancy", "image"),
        ("1.39", "recaptcha", "recaptchanocaptcha"),
        ("1.39", "hcaptcha", "hcaptcha"),
        ("1.46", "turnstile", "turnstile"),
    ],
)
def test_every_kind(testwiki: Start, release: str, captcha: str, shown: str) -> None:
    person = Answerer()
    wiki = Wiki(testwiki(f"--release {release} --captcha {captcha}").api)
    expect(Created, sign_up(wiki, zoe(), person))
    assert person.asked == [shown, shown]
