"""Probes."""

from __future__ import annotations

from ._native import from_c
from .captcha_mixin import CaptchaMixin
from .requirements import Requirements


class Probe(CaptchaMixin):
    """A conversation that finds out what the wiki requires for a new account, returned by Wiki.begin_probe()."""

    def requirements(self) -> Requirements:
        """Returns the requirements. The first call sends the requests, later ones return the same result."""
        return from_c.requirements(self._advance())
