"""What a creator of accounts logs in with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Union

from .secret import Secret


@dataclass(frozen=True)
class Credentials:
    """
    What a creator of accounts logs in with.

    >>> Credentials.password("Admin", "adminpass12345")
    Credentials(name='Admin', secret=Secret(...), domain=None)
    """

    name: Optional[str]
    """The creator's name; None where an access token tells."""

    secret: Secret
    """The password or the access token."""

    domain: Optional[str] = None
    """That of an external authentication."""

    @staticmethod
    def password(name: str, password: Union[str, Secret], domain: Optional[str] = None) -> Credentials:
        """A name and a password; "User@bot" with a bot password is told by its name."""
        return Credentials(name, Secret.of(password), domain)

    @staticmethod
    def oauth(token: Union[str, Secret]) -> Credentials:
        """An OAuth 2 access token, which goes with every request to the wiki and to nowhere else."""
        return Credentials(None, Secret.of(token))
