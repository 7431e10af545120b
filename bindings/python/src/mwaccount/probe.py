"""Finding out what a wiki asks of new accounts."""

from __future__ import annotations

from ._native import from_c
from .captcha_mixin import CaptchaMixin
from .requirements import Requirements


class Probe(CaptchaMixin):
    """A conversation that finds out what the wiki asks of new accounts, creating none: Wiki.begin_probe()."""

    def requirements(self) -> Requirements:
        """Finds it out, and returns it; a second time it is returned at once."""
        return from_c.requirements(self._advance())
