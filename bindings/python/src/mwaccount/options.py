"""Settings for wikis."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Callable, Optional, Union

from .dialect import Dialect, Format
from .secret import Secret, secret_field, wrap_secrets


@dataclass(frozen=True)
class Options:
    """
    Settings for wikis, which may be used for several. None leaves a setting as it is usual.

    Each is the function of the C library that has its name, after `mwa_options_set_`; http_user and http_password are
    those of `mwa_options_set_http_auth`.

    >>> Options(contact="ops@example.org", timeout=10).timeout
    10
    """

    contact: Optional[str] = None
    """An address of the operator (a mail address, a page), which wikis ask tools to put into the user agent."""

    user_agent: Optional[str] = None
    """The whole User-Agent, in plain ASCII."""

    allow_http: bool = False
    """Whether secrets may travel unencrypted to another machine; to this one they always may."""

    format: Format = Format.JSON
    """The format of the legacy API."""

    dialect: Optional[Dialect] = None
    """What the wiki speaks, which saves a legacy wiki's detecting request; None to have it found out."""

    return_url: Optional[str] = None
    """Where a wiki that sends its users elsewhere shall send them back to; None for the wiki itself."""

    http_user: Optional[str] = None
    """
    The user for a web server that asks for a login of its own (HTTP basic authentication) before it lets anybody to the
    wiki; its password has to be given too, and both again to Wiki.resume(). It cannot be used with Credentials.oauth().
    """

    http_password: Union[str, Secret, None] = secret_field()
    """That user's password. It is kept as a Secret."""

    ca_file: Union[str, os.PathLike[str], None] = None
    """
    A file with the authorities to trust, in PEM, and no other; also a server whose own certificate is in it. None for
    the system's.
    """

    client_cert: Union[str, os.PathLike[str], None] = None
    """
    A file with the client certificate for a server that wants to see one, in PEM, and with its key unless client_key
    names the file that has it.
    """

    client_key: Union[str, os.PathLike[str], None] = None
    """A file with the key of the client certificate, without a passphrase."""

    proxy: Union[str, Secret, None] = secret_field()
    """
    As "http://host:port"; None for the environment's (HTTPS_PROXY and the like). It may hold a password, and is kept as
    a Secret.
    """

    timeout: Optional[float] = None
    """The longest that a single request may take, in seconds; None for 30."""

    max_body: Optional[int] = None
    """The most bytes of a response's body; None for 1048576."""

    access_token: Union[str, Secret, None] = secret_field()
    """
    The OAuth 2 access token that Wiki.resume() goes on with, and nothing else; to begin with one there is
    Credentials.oauth(). It is kept as a Secret.
    """

    log: Optional[Callable[[str], object]] = None
    """
    Told a line before each request and wait, and what came of each request: `logging.getLogger("signup").debug`, or
    another function. No line holds a secret. It may run on another thread than the call's, which waits for it; it may
    cancel with a Canceller, and call nothing else of the same wiki. What it raises is logged under the name
    "mwaccount".
    """

    def __post_init__(self) -> None:
        wrap_secrets(self)
