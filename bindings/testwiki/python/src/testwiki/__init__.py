"""
An emulated MediaWiki of any release, for tests of programs that create accounts or log in.

The package contains the command `testwiki`. `Testwiki` starts it and reads and changes the wiki; the fixture `wiki` of
the pytest plugin is a `Testwiki` on which nothing has happened yet.
"""

from __future__ import annotations

from .errors import TestwikiError
from .options import Options
from .records import Account, LoggedRequest, Mail
from .wiki import Testwiki

__all__ = [
    "ADMIN",
    "ADMIN_PASSWORD",
    "ANSWER",
    "IMAGE_WORD",
    "SECOND_FACTOR",
    "Account",
    "LoggedRequest",
    "Mail",
    "Options",
    "Testwiki",
    "TestwikiError",
]

__version__: str

ADMIN = "Admin"
"""The name of the administrator."""
ADMIN_PASSWORD = "adminpass12345"
"""The password of the administrator."""
ANSWER = "Paris"
"""The answer to the captcha `questy`."""
IMAGE_WORD = "labword"
"""The answer to images, and the token of reCAPTCHA, hCaptcha and Turnstile."""
SECOND_FACTOR = "123456"
"""The code of a second factor."""


def __getattr__(name: str) -> str:
    """Returns `__version__`, the version of the package, which few programs need and which costs a look at the disk."""
    if name == "__version__":
        from importlib.metadata import version

        return version("testwiki")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
