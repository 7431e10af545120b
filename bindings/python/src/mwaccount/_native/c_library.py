"""The C library, loaded once, on first use."""

from __future__ import annotations

import functools
import os
from typing import Any, Tuple

from ..errors import LibraryUnusable

ABI = 0
"""The ABI version that this package needs."""

VARIABLE = "MWACCOUNT_LIBRARY"
"""The environment variable with the path of a library to use instead of the bundled one."""


def library() -> Any:
    """Returns the library with the functions and constants of the header."""
    return _loaded()[1]


def ffi() -> Any:
    """Returns the cffi object with the types of the header."""
    return _loaded()[0]


@functools.lru_cache(maxsize=None)
def _loaded() -> Tuple[Any, Any]:
    try:
        from .mwaccount import ffi, lib
    except (ImportError, OSError) as exc:
        raise LibraryUnusable(f"the bundled C library cannot be loaded; is the package installed? {exc}") from exc
    path = os.environ.get(VARIABLE)
    if path:
        try:
            lib = ffi.dlopen(path)
        except OSError as exc:
            raise LibraryUnusable(f"{path} from {VARIABLE} cannot be loaded: {exc}") from exc
    _check(ffi, lib, path or "the bundled C library")
    return ffi, lib


def _check(ffi: Any, lib: Any, name: str) -> None:
    """Raises LibraryUnusable if the library has another ABI than the header, or lacks one of its functions."""
    try:
        abi = lib.mwa_abi_version()
        if abi != ABI:
            raise LibraryUnusable(f"{name} has ABI {abi}, but this package needs ABI {ABI}")
        for function in dir(lib):
            getattr(lib, function)
    except (AttributeError, ffi.error) as exc:
        raise LibraryUnusable(f"{name} does not match this package: {exc}") from exc
