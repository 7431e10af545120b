"""The records that a wiki keeps: accounts, mails and requests."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Dict, Mapping, Optional, Type, TypeVar

Record = TypeVar("Record")


@dataclass(frozen=True)
class Account:
    """An account of the wiki."""

    id: int
    name: str
    """The name as the wiki spells it."""
    password: Optional[str]
    email: str
    email_confirmed: bool
    real_name: str
    language: Optional[str]
    reason: str
    """The reason that its creator gave."""
    log_action: Optional[str]
    """Its action in the log: create, create2 (by another user), byemail; None without an entry."""
    creator: Optional[str]
    """The name of the logged-in user who created it."""
    registered: int
    """The time of its creation in seconds since the epoch, by the wiki's clock."""


@dataclass(frozen=True)
class Mail:
    """A mail that the wiki sent."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True)
class LoggedRequest:
    """A request that the wiki received."""

    method: str
    target: str
    """The path and query as the client sent them."""
    action: str
    """The action of the API, or the title of the page."""
    query: Dict[str, str]
    """The parameters of the URL."""
    form: Dict[str, str]
    """The parameters of the body."""
    headers: Dict[str, str]
    time: int
    """Its time in seconds since the epoch, by the wiki's clock."""
    status: int
    """The status of the answer."""


def record(kind: Type[Record], members: Mapping[str, Any]) -> Record:
    """Returns a record of an object of JSON, without the members that it has no field for."""
    return kind(**{field.name: members[field.name] for field in fields(kind)})  # type: ignore[arg-type]
