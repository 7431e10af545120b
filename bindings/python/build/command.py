"""The command `mwaccount` in the distributions: its program in a wheel, and its source in a source distribution."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import tarfile
import zipfile
from pathlib import Path


def build(library: Path) -> Path:
    """
    Builds the command, and returns the path of the program. The manifest is that of the library.

    The environment variable MWACCOUNT_COMMAND names a program that is already built, such as one for another machine.
    """
    built = os.environ.get("MWACCOUNT_COMMAND")
    if built:
        return Path(built)
    command = ["cargo", "build", "--release", "--package", "mwaccount-cli", "--bin", "mwaccount"]
    command += ["--manifest-path", str(library), "--message-format", "json-render-diagnostics"]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    artifacts = map(json.loads, printed.splitlines())
    programs = [artifact["executable"] for artifact in artifacts if artifact.get("executable")]
    return Path(programs[-1])


def add_program(wheel: Path, program: Path) -> None:
    """Adds the program to a wheel, as a script: it is installed where the commands of the environment are."""
    content = program.read_bytes()
    with zipfile.ZipFile(wheel) as archive:
        files = [(entry, archive.read(entry)) for entry in archive.infolist()]
    (record,) = (entry for entry, _ in files if entry.filename.endswith(".dist-info/RECORD"))
    script = zipfile.ZipInfo(
        record.filename.replace(".dist-info/RECORD", f".data/scripts/{program.name}"), record.date_time
    )
    script.external_attr = 0o100755 << 16
    script.compress_type = zipfile.ZIP_DEFLATED
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    line = f"{script.filename},sha256={digest},{len(content)}\n"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, old in files:
            if entry is record:
                # The line of RECORD itself is the last one.
                archive.writestr(script, content)
                *lines, last = old.decode().splitlines(keepends=True)
                archive.writestr(entry, "".join([*lines, line, last]))
            else:
                archive.writestr(entry, old)


def add_source(sdist: Path, library: Path) -> None:
    """Adds the command's crate to a source distribution, beside the library's manifest, whose workspace it joins."""
    with tarfile.open(sdist) as archive:
        files = [(member, (archive.extractfile(member) or io.BytesIO()).read()) for member in archive.getmembers()]
    root = files[0][0].name.split("/")[0]
    (manifest,) = (member for member, _ in files if member.name == f"{root}/Cargo.toml")
    crate = library.parent / "cli"
    sources = [crate / "Cargo.toml", *sorted(path for path in (crate / "src").rglob("*") if path.is_file())]
    sources += sorted((crate / "examples").glob("*.rs"))
    for source in sources:
        member = tarfile.TarInfo(f"{root}/{source.relative_to(library.parent).as_posix()}")
        member.mode, member.mtime = 0o644, manifest.mtime
        files.append((member, source.read_bytes()))
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for member, content in files:
            written = join_workspace(content) if member is manifest else content
            member.size = len(written)
            archive.addfile(member, io.BytesIO(written))
    sdist.write_bytes(gzip.compress(packed.getvalue(), 9, mtime=int(manifest.mtime)))


def join_workspace(manifest: bytes) -> bytes:
    """Returns the library's manifest with the command as a member of its workspace."""
    joined, count = re.subn(rb"(?m)^members = \[", b'members = ["cli", ', manifest)
    if count != 1:
        raise RuntimeError("the library's manifest has no members of its workspace")
    return joined
