"""Fields that wikis ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from .str_enum import StrEnum


class FieldKind(StrEnum):
    """What kind of value a field takes: the types of MediaWiki's AuthManager."""

    NULL = "null"
    """Something to show, never sent."""

    STRING = "string"
    """A line of text."""

    PASSWORD = "password"
    """A line of text not to be shown."""

    SELECT = "select"
    """One of the options."""

    CHECKBOX = "checkbox"
    """Yes or no."""

    MULTISELECT = "multiselect"
    """Any of the options."""

    BUTTON = "button"
    """Something to press."""

    HIDDEN = "hidden"
    """A value to be sent back unchanged; the library does so."""


@dataclass(frozen=True)
class FieldOption:
    """What can be chosen of a select or multiselect."""

    value: str
    """What is answered."""

    label: str
    """The text for people."""


@dataclass(frozen=True)
class Field:
    """One field that a wiki asks for."""

    name: str
    """The wiki's own; "captcha" for the answer to any captcha."""

    kind: FieldKind
    """What kind of value it takes."""

    label: Optional[str] = None
    """A short text for people."""

    help: Optional[str] = None
    """A longer text for people."""

    value: Optional[str] = None
    """The value it has if nothing is filled in; of FieldKind.NULL what is to be shown."""

    options: Tuple[FieldOption, ...] = ()
    """Of a select or multiselect."""

    optional: bool = False
    """Whether it may stay empty."""

    sensitive: bool = False
    """Whether it must not be shown while it is typed."""
