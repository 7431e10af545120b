"""The logged-in user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class User:
    """
    The user who is logged in, as the wiki shows the account. None means that the wiki does not show the value.

    Attributes:
        name: The name as the wiki spells it.
        id: The user id.
        email: The e-mail address, empty if the account has none.
        email_confirmed: True if the address was confirmed.
        real_name: The real name, empty if the account has none.
    """

    name: str
    id: Optional[int]
    email: Optional[str]
    email_confirmed: Optional[bool]
    real_name: Optional[str]
