"""Credentials of creators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Union

from ._native.value_check import check_fields, check_type
from .oauth1_token import OAuth1Token
from .secret import Secret


@dataclass(frozen=True)
class Credentials:
    """
    The credentials of a creator, the user who creates accounts for others.

    >>> Credentials.password("Admin", "adminpass12345")
    Credentials(name='Admin', secret=Secret(...), domain=None)

    Attributes:
        name: The creator's user name; None for an access token, which identifies its user.
        secret: The password or the access token.
        domain: The domain of an external authentication.
    """

    name: Optional[str]
    secret: Union[Secret, OAuth1Token]
    domain: Optional[str] = None

    @staticmethod
    def password(name: str, password: Union[str, Secret], domain: Optional[str] = None) -> Credentials:
        """Returns credentials with a password, or with a bot password if the name is like "User@bot"."""
        check_type("name", name, str)
        return Credentials(name, Secret.of(password, "password"), domain)

    @staticmethod
    def oauth(token: Union[str, Secret, OAuth1Token]) -> Credentials:
        """
        Returns credentials with an OAuth 2 access token or the tokens of an OAuth 1.0a consumer.

        They authorise every request to the wiki, and are sent to no other host. A wiki refuses OAuth 1.0a if its clock
        and this machine's differ by more than 300 seconds.
        """
        return Credentials(None, token if isinstance(token, OAuth1Token) else Secret.of(token, "token"))

    def __post_init__(self) -> None:
        check_fields(self)
