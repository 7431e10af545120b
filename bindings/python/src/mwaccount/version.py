"""Which library runs."""

from __future__ import annotations

from ._native import from_c
from ._native.library import library


def library_version() -> str:
    """
    The version of the C library that runs. It fails with LibraryUnusable if that is missing, or another than this
    package is for.

    >>> library_version()
    '0.1.0'
    """
    return from_c.text(library().mwa_version())
