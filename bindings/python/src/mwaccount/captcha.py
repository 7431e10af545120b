"""Captchas, which are shown and not solved."""

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
    """reCAPTCHA 1: a challenge, whose field is "captcha-challenge", and its response."""

    RECAPTCHA_NO_CAPTCHA = "recaptchanocaptcha"
    """reCAPTCHA 2: the answer is the token of the widget with the site key."""

    HCAPTCHA = "hcaptcha"
    """hCaptcha: the answer is the token of the widget with the site key."""

    TURNSTILE = "turnstile"
    """Turnstile: the answer is the token of the widget with the site key."""

    OTHER = "other"
    """One that this version does not know; its answer is sent all the same."""


@dataclass(frozen=True)
class Captcha:
    """A captcha to show to somebody, whose answer is the field "captcha". The library solves none."""

    FIELD: ClassVar[str] = "captcha"
    """The field that takes the answer, on every wiki."""

    CHALLENGE_FIELD: ClassVar[str] = "captcha-challenge"
    """The field that takes reCAPTCHA 1's challenge, beside its response."""

    kind: CaptchaKind
    """What sort of captcha it is."""

    question: Optional[str] = None
    """The question or sum as plain text."""

    image_url: Optional[str] = None
    """Where the image is. It wants the session's cookies, with which image() of the conversation fetches it."""

    site_key: Optional[str] = None
    """The site key for a third party's widget."""
