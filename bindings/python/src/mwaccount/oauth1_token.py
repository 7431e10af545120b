"""Tokens of OAuth 1.0a."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from .secret import Secret, secret_part, wrap_secrets


@dataclass(frozen=True)
class OAuth1Token:
    """
    The four values of an OAuth 1.0a owner-only consumer. They sign requests, and the secrets are never sent.

    A wiki shows them at Special:OAuthConsumerRegistration, in this order. All are stored as a Secret. Consumers with an
    RSA key are not supported.

    >>> OAuth1Token("c0nsumer", "s3cret", "t0ken", "s4cret").access_token
    Secret(...)

    Attributes:
        consumer_key: The consumer key, also called the consumer token.
        consumer_secret: The consumer secret.
        access_token: The access token.
        access_secret: The access secret.
    """

    consumer_key: Union[str, Secret] = secret_part()
    consumer_secret: Union[str, Secret] = secret_part()
    access_token: Union[str, Secret] = secret_part()
    access_secret: Union[str, Secret] = secret_part()

    def __post_init__(self) -> None:
        wrap_secrets(self)

    def _parts(self) -> list[Union[str, Secret]]:
        """Returns the four values in their order."""
        return [self.consumer_key, self.consumer_secret, self.access_token, self.access_secret]
