"""What is known of a wiki."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from .dialect import Dialect


@dataclass(frozen=True)
class Facts:
    """What is known of a wiki at the moment it is asked for."""

    api: str
    """Where the wiki's api.php is; given as the address next time, it need not be found again."""

    dialect: Optional[Dialect]
    """What the wiki speaks; None until it was found out."""

    generator: Optional[str]
    """The wiki's release, "MediaWiki 1.39.17", once Wiki.probe() asked for it, or a page told it."""

    moved_from: Optional[str]
    """The address given first, if the wiki moved us to another host or scheme."""

    creator: Optional[str]
    """The name of the creator who is logged in."""

    requests: int
    """The HTTP requests spent so far, redirects, repeated reads and images included."""

    is_found: bool
    """Whether it is known where api.php is; until then `api` is the given address."""
