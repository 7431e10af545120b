"""Credentials of creators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Union

from .secret import Secret


@dataclass(frozen=True)
class Credentials:
    """
    The credentials of a creator, the user who creates accounts for others.

    >>> Credentials.password("Admin", "adminpass12345")
    Credentials(name='Admin', secret=Secret(...), domain=None)
    """

    name: Optional[str]
    """The creator's user name; None for an access token, which identifies its user."""

    secret: Secret
    """The password or the access token."""

    domain: Optional[str] = None
    """The domain of an external authentication."""

    @staticmethod
    def password(name: str, password: Union[str, Secret], domain: Optional[str] = None) -> Credentials:
        """Returns credentials with a password, or with a bot password if the name is like "User@bot"."""
        return Credentials(name, Secret.of(password), domain)

    @staticmethod
    def oauth(token: Union[str, Secret]) -> Credentials:
        """Returns credentials with an OAuth 2 access token, which is sent with every request to the wiki only."""
        return Credentials(None, Secret.of(token))
