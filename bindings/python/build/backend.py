"""Builds the package with maturin, to which it gives the library's own header.

maturin has cffi read the file header.h in cargo's target folder, if there is one. So include/mwaccount.h is put there
while it builds, without the lines of the preprocessor, which cffi does not know. The library itself maturin has cargo
build, with the features in pyproject.toml, as bindings/c/build does.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import maturin  # type: ignore[import-untyped]
from maturin import (
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]


def build_wheel(wheel_directory: str, *arguments: Any, **named: Any) -> str:
    """Builds a wheel, as PEP 517 wants it."""
    with header_in_place():
        name: str = maturin.build_wheel(wheel_directory, *arguments, **named)
    wheel = Path(wheel_directory) / name
    try:
        with zipfile.ZipFile(wheel) as archive:
            verify({file: archive.read(file) for file in archive.namelist() if "/libmwaccount." in file})
    except BaseException:
        wheel.unlink()
        raise
    return name


def build_editable(wheel_directory: str, *arguments: Any, **named: Any) -> str:
    """Builds an editable wheel, as PEP 660 wants it."""
    with header_in_place():
        name: str = maturin.build_editable(wheel_directory, *arguments, **named)
    # maturin puts it among the sources.
    verify({str(file): file.read_bytes() for file in Path("src").rglob("libmwaccount.*")})
    return name


def verify(libraries: dict[str, bytes]) -> None:
    """Fails if there is no library, or one without the C ABI, as it is when it was built without the feature capi."""
    if not libraries:
        raise RuntimeError("there is no C library in the package")
    for name, content in libraries.items():
        if b"mwa_abi_version" not in content:
            raise RuntimeError(f"{name} has no mwa_abi_version; it has to be built with the feature capi")


@contextlib.contextmanager
def header_in_place() -> Iterator[None]:
    """
    Has the header where maturin looks for it, and nowhere afterwards: cargo's folder may be that of others too. The
    library gets its soname meanwhile.
    """
    manifest = crate_manifest()
    header = (manifest.parent / "include" / "mwaccount.h").read_text(encoding="utf-8")
    declarations = target_folder(manifest) / "header.h"
    declarations.parent.mkdir(parents=True, exist_ok=True)
    declarations.write_text(re.sub("(?m)^#.*\n", "", header), encoding="utf-8")
    os.environ["MWACCOUNT_C_LIBRARY"] = "1"
    try:
        yield
    finally:
        del os.environ["MWACCOUNT_C_LIBRARY"]
        declarations.unlink()


def crate_manifest() -> Path:
    """Where the library's Cargo.toml is: in a source distribution elsewhere than in the repository."""
    project = Path("pyproject.toml").read_text(encoding="utf-8")
    named = re.search('(?m)^manifest-path = "(.*)"$', project)
    if named is None:
        raise RuntimeError("pyproject.toml does not say where the library's Cargo.toml is")
    return Path(named[1]).resolve()


def target_folder(manifest: Path) -> Path:
    """Where cargo builds, whatever says so: the environment or its configuration."""
    command = ["cargo", "metadata", "--no-deps", "--format-version", "1", "--manifest-path", str(manifest)]
    told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return Path(told["target_directory"])
