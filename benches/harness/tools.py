"""Runs clients and servers, and counts CPU time, memory, instructions, system calls and allocations."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
# benches/run puts what it builds here.
BUILT = Path(os.environ.get("BENCH_BUILT", ROOT / "target/bench"))
CLIENTS = ROOT / "benches/clients"
SCRATCH = Path(tempfile.gettempdir())


class Usage(NamedTuple):
    """The CPU time of user and system and the elapsed time of a command in seconds, and its peak memory in KiB."""

    cpu: float
    elapsed: float
    memory: float


def environment() -> dict[str, str]:
    """Returns the environment of clients: it leads to the library that is measured, and to no proxy."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    kept["LD_LIBRARY_PATH"] = str(BUILT)
    return kept


def run(command: list[str], **variables: str) -> str:
    """Runs a command that must succeed, with these variables in its environment, and returns what it prints."""
    done = subprocess.run(command, env=environment() | variables, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ends with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def c_library(folder: str, *arguments: str, **variables: str) -> Path:
    """Builds another C library in a folder of its own, and returns the folder that contains it."""
    build = [str(ROOT / "bindings/c/build"), *arguments]
    return Path(run(build, CARGO_TARGET_DIR=str(BUILT / folder), **variables).splitlines()[-1])


def measure(command: list[str]) -> Usage:
    """Runs a command, and returns what it used."""
    file = SCRATCH / "usage"
    run([str(BUILT / "measure"), str(file), *command])
    user, system, elapsed, memory = map(int, file.read_text().split())
    return Usage((user + system) / 1e6, elapsed / 1e6, memory)


def callgrind(command: list[str], file: Path, **variables: str) -> None:
    """Runs a command in callgrind, which writes what it counts to a file."""
    run(["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={file}", *command], **variables)


def instructions(command: list[str]) -> int:
    """Returns the instructions that a command executes, as callgrind counts them."""
    file = SCRATCH / "callgrind.out"
    callgrind(command, file)
    return int(re.search(r"^(?:totals|summary): (\d+)", file.read_text(), re.MULTILINE)[1])


def system_calls(command: list[str]) -> dict[str, int]:
    """Returns how often a command and its threads make each system call."""
    file = SCRATCH / "strace.out"
    run(["strace", "-f", "-c", "--summary-columns=calls,name", "-o", str(file), *command])
    rows = re.findall(r"^ *(\d+) (\w+)$", file.read_text(), re.MULTILINE)
    return {name: int(calls) for calls, name in rows if name != "total"}


def all_system_calls(command: list[str]) -> int:
    """Returns how many system calls a command and its threads make."""
    return sum(system_calls(command).values())


def allocations(command: list[str]) -> tuple[int, int]:
    """Returns the allocations of a command, and their bytes."""
    printed = subprocess.run(
        ["valgrind", "--tool=dhat", f"--dhat-out-file={SCRATCH / 'dhat.out'}", *command],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    size, blocks = re.search(r"Total: +([\d,]+) bytes in ([\d,]+) blocks", printed).groups()
    return int(blocks.replace(",", "")), int(size.replace(",", ""))


@contextlib.contextmanager
def server(command: list[str]) -> Iterator[str]:
    """Runs a server, and returns the URL of its API. Each measurement has a new one, so that none finds accounts."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True) as process:
        try:
            yield f"{process.stdout.readline().strip()}/api.php"
        finally:
            process.kill()


def wiki(release: str, *options: str) -> contextlib.AbstractContextManager[str]:
    """Runs an emulated wiki of a release."""
    return server([str(BUILT / "testwiki"), "--release", release, *options])


def responder(*options: str) -> contextlib.AbstractContextManager[str]:
    """Runs the server that answers with fixed texts."""
    return server([str(BUILT / "mwaccount-bench-responder"), *options])


Client = Callable[[str, int], "list[str]"]
"""Returns the command of a client that creates a number of accounts at an API."""

PREFIX = "Bench"


def c_client(*options: str) -> Client:
    return lambda api, count: [str(BUILT / "library"), api, str(count), PREFIX, *options]


def libcurl_client(mode: str, *options: str) -> Client:
    return lambda api, count: [str(BUILT / "libcurl"), mode, api, str(count), PREFIX, *options]


def rust(api: str, count: int) -> list[str]:
    return [str(BUILT / "mwaccount-bench-client"), api, str(count), PREFIX]


def rust_run(folder: str) -> Client:
    """A run of many accounts, with a journal in a folder, or without one if it is called none."""
    return lambda api, count: [*rust(api, count), folder]


def python_client(file: str) -> Client:
    return lambda api, count: [str(BUILT / "python/bin/python"), str(CLIENTS / file), api, str(count), PREFIX]


def php(api: str, count: int) -> list[str]:
    return ["php", str(CLIENTS / "library.php"), api, str(count), PREFIX]


def command(api: str, count: int) -> list[str]:
    """The command creates one account."""
    assert count == 1
    password = str(CLIENTS / "password")
    return [
        str(BUILT / "mwaccount"),
        "create",
        api,
        "--name",
        f"{PREFIX} 1",
        "--email",
        "zoe@example.org",
        "--password-file",
        password,
        "--json",
    ]
