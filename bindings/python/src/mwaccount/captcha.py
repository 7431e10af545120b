"""Captchas, which the library shows but does not solve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Optional

from .str_enum import StrEnum


class CaptchaKind(StrEnum):
    """
    The captchas of MediaWiki's ConfirmEdit.

    Members:
        SIMPLE: SimpleCaptcha: a sum in plain text.
        MATH: MathCaptcha: a sum as a formula.
        QUESTION: QuestyCaptcha: a question.
        IMAGE: FancyCaptcha: a word in an image.
        RECAPTCHA: reCAPTCHA 1: a challenge (in the field "captcha-challenge") and its response.
        RECAPTCHA_NO_CAPTCHA: reCAPTCHA 2: the answer is the token of the widget with the site key.
        HCAPTCHA: hCaptcha: the answer is the token of the widget with the site key.
        TURNSTILE: Turnstile: the answer is the token of the widget with the site key.
        OTHER: A captcha that this version does not know. Its answer is sent as for the others.
    """

    SIMPLE = "simple"
    MATH = "math"
    QUESTION = "question"
    IMAGE = "image"
    RECAPTCHA = "recaptcha"
    RECAPTCHA_NO_CAPTCHA = "recaptchanocaptcha"
    HCAPTCHA = "hcaptcha"
    TURNSTILE = "turnstile"
    OTHER = "other"


@dataclass(frozen=True)
class Captcha:
    """
    A captcha to show to a person. Its answer goes into the field "captcha".

    Attributes:
        FIELD: The field that takes the answer, on every wiki.
        CHALLENGE_FIELD: The field that takes reCAPTCHA 1's challenge, beside its response.
        kind: The kind of captcha.
        question: The question or sum as plain text.

            An image in it is written as "[image 1]" or "[image 1: description]", a link as its text with the address in
            parentheses, sup and sub as raised and lowered characters or after "^" and "_".
        question_html: The question as HTML, as the wiki sent it, relative to the wiki. Trust it no more than the wiki.
        image_urls: The addresses of the images: of the word to type, else of those in the question.

            They may need the session's cookies: fetch them with the conversation's image(). An address that begins with
            "data:" is the image itself.
        site_key: The site key for the third party's widget.
    """

    FIELD: ClassVar[str] = "captcha"
    CHALLENGE_FIELD: ClassVar[str] = "captcha-challenge"
    kind: CaptchaKind
    question: Optional[str] = None
    question_html: Optional[str] = None
    image_urls: tuple[str, ...] = ()
    site_key: Optional[str] = None
