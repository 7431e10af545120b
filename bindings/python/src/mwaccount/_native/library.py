"""The C library, loaded once, when something is first wanted of it."""

from __future__ import annotations

import functools
import os
from typing import Any, Tuple

from ..errors import LibraryUnusable

ABI = 0
"""The ABI that this package is written for."""

VARIABLE = "MWACCOUNT_LIBRARY"
"""The environment variable with the path of a library that is used in place of the package's own."""


def library() -> Any:
    """The functions and numbers of the header."""
    return _loaded()[1]


def ffi() -> Any:
    """cffi, with the types of the header."""
    return _loaded()[0]


@functools.lru_cache(maxsize=None)
def _loaded() -> Tuple[Any, Any]:
    try:
        from .mwaccount import ffi, lib
    except (ImportError, OSError) as exc:
        raise LibraryUnusable(f"the package's C library cannot be used, is the package installed? {exc}") from exc
    path = os.environ.get(VARIABLE)
    if path:
        try:
            lib = ffi.dlopen(path)
        except OSError as exc:
            raise LibraryUnusable(f"{path}, which {VARIABLE} names, cannot be used: {exc}") from exc
    _check(ffi, lib, path or "the package's C library")
    return ffi, lib


def _check(ffi: Any, lib: Any, name: str) -> None:
    """Makes sure that the library is what the header says: of the same ABI, with all of its functions."""
    try:
        abi = lib.mwa_abi_version()
        if abi != ABI:
            raise LibraryUnusable(f"{name} is of ABI {abi}, and this package is for ABI {ABI}")
        for function in dir(lib):
            getattr(lib, function)
    except (AttributeError, ffi.error) as exc:
        raise LibraryUnusable(f"{name} is none of this package's: {exc}") from exc
