"""Settings for wikis."""

from __future__ import annotations

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
    """

    contact: Optional[str] = None
    """A mail address or page of the operator for the User-Agent header, where wikis ask tools to name one."""

    user_agent: Optional[str] = None
    """The whole User-Agent header, in ASCII."""

    allow_http: bool = False
    """True to allow secrets over plain http to another machine. To this machine it is always allowed."""

    prove_by_login: bool = False
    """
    True to prove by a login as the new user whose account it is, if the response to a creation was lost or unclear.

    Without it the time of the registration decides. That tells an account of this creation from any other, except from
    one that somebody else registered in the same seconds while this creation's request was lost. The login costs two or
    three requests, only in that case. It needs the password: it is left out if the wiki mails one, and after
    Wiki.resume() if the password is not given again.
    """

    format: Format = Format.JSON
    """The format of the legacy API's responses."""

    dialect: Optional[Dialect] = None
    """The wiki's dialect, which saves one request to a wiki with the legacy API. None to detect it."""

    return_url: Optional[str] = None
    """The address to which a login service sends the user back (createreturnurl). None for the wiki itself."""

    maxlag: Optional[int] = None
    """
    The lag of the wiki's databases in seconds up to which it may create accounts (MediaWiki's maxlag, 5 is usual). A
    wiki that lags more refuses a creation with Reason.BUSY and retry_after. It is sent with the creations of the API
    only.
    """

    http_user: Optional[str] = None
    """
    The user for HTTP basic authentication, if the web server in front of the wiki requires it.

    Requires http_password. Wiki.resume() needs both again. Cannot be combined with Credentials.oauth().
    """

    http_password: Union[str, Secret, None] = secret_field()
    """The password for HTTP basic authentication, stored as a Secret."""

    ca_file: Union[str, os.PathLike[str], None] = None
    """
    A PEM file with the only certificate authorities, or self-signed server certificates, to trust. None for the
    system's authorities.
    """

    client_cert: Union[str, os.PathLike[str], None] = None
    """
    A PEM file with the client certificate to authenticate with, and with its key unless client_key is given.
    """

    client_key: Union[str, os.PathLike[str], None] = None
    """A PEM file with the key of the client certificate, without a passphrase."""

    proxy: Union[str, Secret, None] = secret_field()
    """
    The proxy, as "http://host:port" or "http://user:password@host:port", stored as a Secret. None for the proxy from
    the environment (HTTPS_PROXY and so on).
    """

    timeout: Optional[float] = None
    """The time limit of each request in seconds; None for 30."""

    max_body: Optional[int] = None
    """The maximum size of a response body in bytes; None for 1048576 (1 MiB)."""

    access_token: Union[str, Secret, OAuth1Token, None] = secret_field()
    """
    The OAuth 2 access token, stored as a Secret, or the OAuth1Token for Wiki.resume(). It has no other use: to log in
    with a token, use Credentials.oauth().
    """

    suspend_keys: Sequence[Union[str, Secret]] = ()
    """
    The keys that authenticate suspended conversations, by HMAC-SHA256: random texts of at least 32 bytes, stored as
    Secrets, such as `secrets.token_hex(32)`.

    suspend() uses the first key. Wiki.resume() accepts a text of any of them, so that a key can be replaced, and no
    other text. Without a key a suspended text is not authenticated: whoever can change it chooses what the resumed
    conversation does.
    """

    log: Optional[Callable[[str], object]] = None
    """
    A function that is called with a line of text before each request and each wait, and with the result of each
    request, such as `logging.getLogger("signup").debug`. No line contains a secret.

    It may run in another thread than the caller's, which blocks meanwhile. It may use a Canceller, but must not call
    the wiki otherwise. Exceptions that it raises are logged to the logger "mwaccount" and otherwise ignored. Before
    Python 3.14, the interpreter must not exit while a daemon thread calls a wiki with a log: it ends such a thread in a
    way that aborts the process.
    """

    def __post_init__(self) -> None:
        wrap_secrets(self)
        if isinstance(self.suspend_keys, (str, Secret)):
            raise InvalidArgument("suspend_keys must be a list of keys, not one key")
        object.__setattr__(self, "suspend_keys", tuple(map(Secret.of, self.suspend_keys)))
