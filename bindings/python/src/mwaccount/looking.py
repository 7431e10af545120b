"""Looks at what a wiki asks."""

from __future__ import annotations

from ._native import read
from .requirements import Requirements
from .shows_captcha import ShowsCaptcha


class Looking(ShowsCaptcha):
    """A look at what the wiki asks of new accounts: Wiki.looking()."""

    def requirements(self) -> Requirements:
        """What was found out."""
        return read.requirements(self._go())
