"""The logged-in user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class User:
    """The user who is logged in, as the wiki shows the account. None means that the wiki does not show the value."""

    name: str
    """The name as the wiki spells it."""

    id: Optional[int]
    """The user id."""

    email: Optional[str]
    """The e-mail address, empty if the account has none."""

    email_confirmed: Optional[bool]
    """True if the address was confirmed."""

    real_name: Optional[str]
    """The real name, empty if the account has none."""
