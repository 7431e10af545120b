"""What is said to fields."""

from __future__ import annotations

from typing import Mapping, Sequence, Union

from .errors import InvalidArgument
from .secret import Secret

Value = Union[str, Secret, bool, Sequence[Union[str, Secret]]]
"""A text, yes or no (of a checkbox or a button), or the chosen values of a multiselect."""

Answers = Mapping[str, Value]
"""Values by the names of their fields."""


def wrap_answers(answers: Answers) -> Answers:
    """The same with Secrets for texts: among them may be passwords."""
    if not isinstance(answers, Mapping):
        raise InvalidArgument(f"answers are values by the names of their fields, and no {type(answers).__name__}")
    return {name: _wrap(name, value) for name, value in answers.items()}


def _wrap(name: str, value: Value) -> Value:
    if isinstance(value, bool):
        return value
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return tuple(_secret(name, chosen) for chosen in value)
    return _secret(name, value)


def _secret(name: str, text: object) -> Secret:
    if isinstance(text, (str, Secret)):
        return Secret.of(text)
    raise InvalidArgument(f"an answer is a str, a bool or a list of str, and no {type(text).__name__}", field=name)
