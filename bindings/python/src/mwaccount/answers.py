"""Answers to the fields of a prompt."""

from __future__ import annotations

import collections.abc
from typing import Mapping, Sequence, Union

from ._native.value_check import check_type
from .secret import Secret

Value = Union[str, Secret, bool, Sequence[Union[str, Secret]]]
"""A text, a bool (for a checkbox or a button) or the chosen values of a multiselect."""

Answers = Mapping[str, Value]
"""Values keyed by field name."""


def wrap_answers(answers: Answers) -> Answers:
    """Returns the answers with each text wrapped in a Secret, because any of them may be a password."""
    check_type("answers", answers, Answers)
    return {name: _wrap(name, value) for name, value in answers.items()}


def _wrap(name: str, value: Value) -> Value:
    check_type("the name of a field", name, str)
    if isinstance(value, bool):
        return value
    if isinstance(value, collections.abc.Sequence) and not isinstance(value, (str, bytes)):
        return tuple(_secret(name, chosen) for chosen in value)
    return _secret(name, value)


def _secret(name: str, text: object) -> Secret:
    if isinstance(text, (str, Secret)):
        return Secret.of(text)
    raise TypeError(f"{name} must be str, bool or a list of str, not {type(text).__name__}")
