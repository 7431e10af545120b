"""Captchas, which the library shows but does not solve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Optional

from .str_enum import StrEnum


class CaptchaKind(StrEnum):
    """The captchas of MediaWiki's ConfirmEdit."""

    SIMPLE = "simple"
    """SimpleCaptcha: a sum in plain text."""

    MATH = "math"
    """MathCaptcha: a sum as a formula."""

    QUESTION = "question"
    """QuestyCaptcha: a question."""

    IMAGE = "image"
    """FancyCaptcha: a word in an image."""

    RECAPTCHA = "recaptcha"
    """reCAPTCHA 1: a challenge (in the field "captcha-challenge") and its response."""

    RECAPTCHA_NO_CAPTCHA = "recaptchanocaptcha"
    """reCAPTCHA 2: the answer is the token of the widget with the site key."""

    HCAPTCHA = "hcaptcha"
    """hCaptcha: the answer is the token of the widget with the site key."""

    TURNSTILE = "turnstile"
    """Turnstile: the answer is the token of the widget with the site key."""

    OTHER = "other"
    """A captcha that this version does not know. Its answer is sent as for the others."""


@dataclass(frozen=True)
class Captcha:
    """A captcha to show to a person. Its answer goes into the field "captcha"."""

    FIELD: ClassVar[str] = "captcha"
    """The field that takes the answer, on every wiki."""

    CHALLENGE_FIELD: ClassVar[str] = "captcha-challenge"
    """The field that takes reCAPTCHA 1's challenge, beside its response."""

    kind: CaptchaKind
    """The kind of captcha."""

    question: Optional[str] = None
    """
    The question or sum as plain text.

    An image in it is written as "[image 1]" or "[image 1: description]", a link as its text with the address in
    parentheses, sup and sub as raised and lowered characters or after "^" and "_".
    """

    question_html: Optional[str] = None
    """The question as HTML, as the wiki sent it, relative to the wiki. Trust it no more than the wiki."""

    image_urls: tuple[str, ...] = ()
    """
    The addresses of the images: of the word to type, else of those in the question.

    They may need the session's cookies: fetch them with the conversation's image(). An address that begins with
    "data:" is the image itself.
    """

    site_key: Optional[str] = None
    """The site key for the third party's widget."""
