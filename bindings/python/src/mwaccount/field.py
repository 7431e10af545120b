"""Fields of prompts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional, Tuple

from .str_enum import StrEnum


class FieldKind(StrEnum):
    """The kind of value that a field takes: the field types of MediaWiki's AuthManager."""

    NULL = "null"
    """Text to show. It takes no value."""

    STRING = "string"
    """A line of text."""

    PASSWORD = "password"
    """A line of text that is hidden while it is typed."""

    SELECT = "select"
    """One of the options. Answered with its value."""

    CHECKBOX = "checkbox"
    """A bool."""

    MULTISELECT = "multiselect"
    """Any number of the options. Answered with a list of their values."""

    BUTTON = "button"
    """A button. Answered with a bool: True if pressed."""

    HIDDEN = "hidden"
    """A value that the library sends back unchanged."""


@dataclass(frozen=True)
class FieldOption:
    """An option of a select or multiselect."""

    value: str
    """The value to answer with."""

    label: str
    """The text to show."""


@dataclass(frozen=True)
class Field:
    """A field of a prompt."""

    name: str
    """The wiki's name of the field; always "captcha" for the answer to a captcha."""

    kind: FieldKind
    """The kind of value that it takes."""

    label: Optional[str] = None
    """A short text to show."""

    help: Optional[str] = None
    """A longer text to show."""

    value: Optional[str] = field(default=None, repr=False)
    """
    The default value; for FieldKind.NULL the text to show. It may be a secret, such as the key of a second factor, so
    the repr omits it.
    """

    options: Tuple[FieldOption, ...] = ()
    """The options of a select or multiselect."""

    optional: bool = False
    """True if the field may be left out."""

    sensitive: bool = False
    """True if the value must be hidden while it is typed."""

    alternative: Optional[int] = None
    """In a choice, the number of the alternative that it belongs to, from 1 on: the fields of one may be enough."""
