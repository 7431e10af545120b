"""Answers to the fields of a prompt."""

from __future__ import annotations

import collections.abc
from typing import Mapping, Sequence, Union

from .errors import InvalidArgument
from .secret import Secret

Value = Union[str, Secret, bool, Sequence[Union[str, Secret]]]
"""A text, a bool (for a checkbox or a button) or the chosen values of a multiselect."""

Answers = Mapping[str, Value]
"""Values keyed by field name."""


def wrap_answers(answers: Answers) -> Answers:
    """Returns the answers with each text wrapped in a Secret, because any of them may be a password."""
    if not isinstance(answers, collections.abc.Mapping):
        raise InvalidArgument(f"answers must be a mapping of field names to values, not {type(answers).__name__}")
    return {name: _wrap(name, value) for name, value in answers.items()}


def _wrap(name: str, value: Value) -> Value:
    if isinstance(value, bool):
        return value
    if isinstance(value, collections.abc.Sequence) and not isinstance(value, (str, bytes)):
        return tuple(_secret(name, chosen) for chosen in value)
    return _secret(name, value)


def _secret(name: str, text: object) -> Secret:
    if isinstance(text, (str, Secret)):
        return Secret.of(text)
    raise InvalidArgument(f"an answer must be a str, a bool or a list of str, not {type(text).__name__}", field=name)
