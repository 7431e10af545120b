"""Build backend: maturin, with the library's own header and the command.

maturin passes the file header.h in cargo's target folder to cffi, if it exists. During the build it is a copy of
include/mwaccount.h without preprocessor lines, which cffi cannot parse. maturin builds the library with cargo and the
features in pyproject.toml, as bindings/c/build does.
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

import command
import maturin  # type: ignore[import-untyped]
from maturin import (
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

LIBRARY = re.compile(r"(^|/)(libmwaccount\.(so|dylib)|mwaccount\.dll)$")
"""The path of the C library, by its names on Linux, macOS and Windows."""


def build_wheel(wheel_directory: str, *arguments: Any, **named: Any) -> str:
    """Builds a wheel (PEP 517)."""
    with header_in_place():
        name: str = maturin.build_wheel(wheel_directory, *arguments, **named)
    wheel = Path(wheel_directory) / name
    try:
        with zipfile.ZipFile(wheel) as archive:
            verify({file: archive.read(file) for file in archive.namelist() if LIBRARY.search(file)})
        command.add_program(wheel, command.build(crate_manifest()))
    except BaseException:
        wheel.unlink()
        raise
    return name


def build_sdist(sdist_directory: str, *arguments: Any, **named: Any) -> str:
    """Builds a source distribution (PEP 517)."""
    name: str = maturin.build_sdist(sdist_directory, *arguments, **named)
    command.add_source(Path(sdist_directory) / name, crate_manifest())
    return name


def build_editable(wheel_directory: str, *arguments: Any, **named: Any) -> str:
    """Builds an editable wheel (PEP 660), without the command."""
    with header_in_place():
        name: str = maturin.build_editable(wheel_directory, *arguments, **named)
    # maturin writes the library into the source folder.
    verify({str(file): file.read_bytes() for file in Path("src").rglob("*") if LIBRARY.search(file.as_posix())})
    return name


def verify(libraries: dict[str, bytes]) -> None:
    """Raises RuntimeError if there is no library, or one without the C ABI (built without the feature capi)."""
    if not libraries:
        raise RuntimeError("the package contains no C library")
    for name, content in libraries.items():
        if b"mwa_abi_version" not in content:
            raise RuntimeError(f"{name} has no function mwa_abi_version; build it with the feature capi")


@contextlib.contextmanager
def header_in_place() -> Iterator[None]:
    """
    Writes the header where maturin looks for it, and deletes it at the end, because others may use cargo's folder.

    Meanwhile an environment variable tells the crate's build script to set the soname.
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
    """Returns the path of the library's Cargo.toml, which differs between the repository and a source distribution."""
    project = Path("pyproject.toml").read_text(encoding="utf-8")
    named = re.search('(?m)^manifest-path = "(.*)"$', project)
    if named is None:
        raise RuntimeError("pyproject.toml has no manifest-path")
    return Path(named[1]).resolve()


def target_folder(manifest: Path) -> Path:
    """Returns cargo's target folder, as set by the environment or the configuration of cargo."""
    command = ["cargo", "metadata", "--no-deps", "--format-version", "1", "--manifest-path", str(manifest)]
    metadata = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return Path(metadata["target_directory"])
