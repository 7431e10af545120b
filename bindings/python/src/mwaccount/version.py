"""The version of the C library."""

from __future__ import annotations

from ._native import from_c
from ._native.c_library import library


def library_version() -> str:
    """
    Returns the version of the loaded C library. Raises LibraryUnusable if it is missing or has another ABI.

    >>> library_version()
    '0.1.0'
    """
    return from_c.text(library().mwa_version())
