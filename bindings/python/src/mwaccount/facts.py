"""Facts about a wiki."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from .dialect import Dialect


@dataclass(frozen=True)
class Facts:
    """
    The facts known about a wiki when Wiki.facts() was called.

    Attributes:
        api_url: The API URL, the address of api.php. A Wiki made with it does not search for api.php again.
        dialect: The wiki's dialect; None until it was detected.
        generator: The wiki's release, such as "MediaWiki 1.39.17"; None until Wiki.probe() or a page showed it.
        moved_from: The given address, if the wiki redirected to another host or scheme.
        moved_unencrypted: True if an unencrypted response led to another host. Anybody on the way could have sent it,
            so do not store api_url then. Unless allow_http is set, no account is created there and nobody is logged in
            (Reason.INSECURE).
        creator: The name of the logged-in creator, or None.
        requests: The number of HTTP requests sent so far, including redirects, repeated reads and images.
        is_api_found: True if api.php has been located. Until then `api_url` is the given address.
    """

    api_url: str
    dialect: Optional[Dialect]
    generator: Optional[str]
    moved_from: Optional[str]
    moved_unencrypted: bool
    creator: Optional[str]
    requests: int
    is_api_found: bool
