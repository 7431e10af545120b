"""Fields of prompts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional, Tuple

from .answers import Value
from .str_enum import StrEnum


class FieldKind(StrEnum):
    """
    The kind of value that a field takes: the field types of MediaWiki's AuthManager.

    Members:
        NULL: Text to show. It takes no value.
        STRING: A line of text.
        PASSWORD: A line of text that is hidden while it is typed.
        SELECT: One of the options. Answered with its value.
        CHECKBOX: A bool.
        MULTISELECT: Any number of the options. Answered with a list of their values.
        BUTTON: A button. Answered with a bool: True if pressed.
        HIDDEN: A value that the library sends back unchanged.
    """

    NULL = "null"
    STRING = "string"
    PASSWORD = "password"
    SELECT = "select"
    CHECKBOX = "checkbox"
    MULTISELECT = "multiselect"
    BUTTON = "button"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class FieldOption:
    """
    An option of a select or multiselect.

    Attributes:
        value: The value to answer with.
        label: The text to show.
    """

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """
    A field of a prompt.

    Attributes:
        name: The wiki's name of the field; always "captcha" for the answer to a captcha.
        kind: The kind of value that it takes.
        label: A short text to show.
        help: A longer text to show.
        value: The default value; for FieldKind.NULL the text to show. It may be a secret, such as the key of a second
            factor, so the repr omits it.
        options: The options of a select or multiselect.
        optional: True if the field may be left out.
        sensitive: True if the value must be hidden while it is typed.
        alternative: In a choice, the number of the alternative that it belongs to, from 1 on: the fields of one may be
            enough.
    """

    name: str
    kind: FieldKind
    label: Optional[str] = None
    help: Optional[str] = None
    value: Optional[str] = field(default=None, repr=False)
    options: Tuple[FieldOption, ...] = ()
    optional: bool = False
    sensitive: bool = False
    alternative: Optional[int] = None

    @property
    def takes_answer(self) -> bool:
        """True if it takes an answer from a person: neither a text to show nor a hidden value does."""
        return self.kind not in (FieldKind.NULL, FieldKind.HIDDEN)

    def answer_from(self, line: str) -> Optional[Value]:
        """
        Returns the answer that a line stands for which a person has typed. None if it leaves the field out, as an empty
        line does, and at options a blank one.

        A checkbox is ticked and a button pressed with "y" or "yes". An option is its number, counted from 1, or its
        value or label; several of a multiselect are separated by commas. Other text is returned as it is.

        >>> plan = Field("plan", FieldKind.SELECT, options=(FieldOption("a", "Plan A"), FieldOption("b", "Plan B")))
        >>> plan.answer_from("2"), plan.answer_from("Plan A"), plan.answer_from("")
        ('b', 'a', None)
        """
        if not line or not self.takes_answer:
            return None
        if self.kind in (FieldKind.CHECKBOX, FieldKind.BUTTON):
            return line.strip().lower() in ("y", "yes")
        if self.kind is FieldKind.SELECT:
            return self._option(line)
        if self.kind is FieldKind.MULTISELECT:
            values = map(self._option, line.split(","))
            return [value for value in values if value is not None] or None
        return line

    def _option(self, typed: str) -> Optional[str]:
        """
        Returns the value of the option that a person has typed: its number, value or label. None if nothing is typed.
        """
        typed = typed.strip()
        if not typed:
            return None
        # Python converts no number of thousands of digits.
        is_number = typed.isascii() and typed.isdigit() and len(typed) < 10
        if is_number and 0 < int(typed) <= len(self.options):
            return self.options[int(typed) - 1].value
        return next((option.value for option in self.options if typed in (option.value, option.label)), typed)
