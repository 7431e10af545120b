"""Settings for wikis."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import Callable, Optional, Sequence, Union

from .dialect import Dialect, Format
from .errors import InvalidArgument
from .oauth1_token import OAuth1Token
from .secret import Secret, secret_field, wrap_secrets


@dataclass(frozen=True)
class Options:
    """
    Settings for a wiki. None selects the default. One object may be used for several wikis.

    Each field corresponds to the C function `mwa_options_set_` plus its name; http_user and http_password together
    correspond to `mwa_options_set_http_auth`, and each of the suspend_keys to `mwa_options_add_suspend_key`.

    >>> Options(contact="ops@example.org", timeout=10).timeout
    10

    Attributes:
        contact: A mail address or page of the operator for the User-Agent header, where wikis ask tools to name one.
        user_agent: The whole User-Agent header, in ASCII.
        allow_http: True to allow secrets over plain http to another machine. To this machine it is always allowed.
        prove_by_login: True to prove by a login as the new user whose account it is, if the response to a creation was
            lost or unclear.

            Without it the time of the registration decides. That tells an account of this creation from any other,
            except from one that somebody else registered in the same seconds while this creation's request was lost.
            The login costs two or three requests, only in that case. It needs the password: it is left out if the wiki
            mails one, and after Wiki.resume() if the password is not given again.
        format: The format of the legacy API's responses.
        dialect: The wiki's dialect, which saves one request to a wiki with the legacy API. None to detect it.
        return_url: The address to which a login service sends the user back (createreturnurl). None for the wiki
            itself.
        maxlag: The lag of the wiki's databases in seconds up to which it may create accounts (MediaWiki's maxlag, 5 is
            usual). A wiki that lags more refuses a creation with Reason.BUSY and retry_after. It is sent with the
            creations of the API only.
        http_user: The user for HTTP basic authentication, if the web server in front of the wiki requires it.

            Requires http_password. Wiki.resume() needs both again. Cannot be combined with Credentials.oauth().
        http_password: The password for HTTP basic authentication, stored as a Secret.
        ca_file: A PEM file with the only certificate authorities, or self-signed server certificates, to trust. None
            for the system's authorities.
        client_cert: A PEM file with the client certificate to authenticate with, and with its key unless client_key is
            given.
        client_key: A PEM file with the key of the client certificate, without a passphrase.
        proxy: The proxy, as "http://host:port" or "http://user:password@host:port", stored as a Secret. None for the
            proxy from the environment (HTTPS_PROXY and so on).
        timeout: The time limit of each request in seconds; None for 30.
        max_body: The maximum size of a response body in bytes; None for 1048576 (1 MiB).
        access_token: The OAuth 2 access token, stored as a Secret, or the OAuth1Token for Wiki.resume(). It has no
            other use: to log in with a token, use Credentials.oauth().
        suspend_keys: The keys that authenticate suspended conversations, by HMAC-SHA256: random texts of at least 32
            bytes, stored as Secrets, such as `secrets.token_hex(32)`.

            suspend() uses the first key. Wiki.resume() accepts a text of any of them, so that a key can be replaced,
            and no other text. Without a key a suspended text is not authenticated: whoever can change it chooses what
            the resumed conversation does.
        log: A function that is called with a line of text before each request and each wait, and with the result of
            each request, such as `logging.getLogger("signup").debug`. No line contains a secret.

            It may run in another thread than the caller's, which blocks meanwhile. It may use a Canceller, but must not
            call the wiki otherwise. Exceptions that it raises are logged to the logger "mwaccount" and otherwise
            ignored. Before Python 3.14, the interpreter must not exit while a daemon thread calls a wiki with a log: it
            ends such a thread in a way that aborts the process.
    """

    contact: Optional[str] = None
    user_agent: Optional[str] = None
    allow_http: bool = False
    prove_by_login: bool = False
    format: Format = Format.JSON
    dialect: Optional[Dialect] = None
    return_url: Optional[str] = None
    maxlag: Optional[int] = None
    http_user: Optional[str] = None
    http_password: Union[str, Secret, None] = secret_field()
    ca_file: Union[str, os.PathLike[str], None] = None
    client_cert: Union[str, os.PathLike[str], None] = None
    client_key: Union[str, os.PathLike[str], None] = None
    proxy: Union[str, Secret, None] = secret_field()
    timeout: Optional[float] = None
    max_body: Optional[int] = None
    access_token: Union[str, Secret, OAuth1Token, None] = secret_field()
    suspend_keys: Sequence[Union[str, Secret]] = ()
    log: Optional[Callable[[str], object]] = None

    def __post_init__(self) -> None:
        wrap_secrets(self)
        keys = tuple(Secret.of(key, "a key of suspend_keys") for key in self.suspend_keys)
        object.__setattr__(self, "suspend_keys", keys)
        # NaN is neither.
        if self.timeout is not None and not 0 <= self.timeout < math.inf:
            raise InvalidArgument(f"timeout must be a number of seconds from 0 on, not {self.timeout}")
        for name, value in (("maxlag", self.maxlag), ("max_body", self.max_body)):
            if value is not None and not 0 <= value < 1 << 32:
                raise InvalidArgument(f"{name} must be from 0 to {(1 << 32) - 1}, not {value}")
