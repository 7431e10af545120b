"""The parts of the measurement. Each adds figures under its own name."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import tools
from figures import Figures
from tools import ROOT, Client, Usage

MODERN = "1.39"
LEGACY = "1.23"
ROUNDS = int(os.environ.get("ROUNDS", "9"))
SLOW = os.environ.get("SLOW", "yes") != "no"
COUNT = 1000

LIBCURL = {"libcurl-get-post": tools.libcurl_client("get-post"), "libcurl-post": tools.libcurl_client("post")}
MODERN_CLIENTS: dict[str, Client] = {
    "c": tools.c_client(),
    **LIBCURL,
    "rust": tools.rust,
    "python": tools.python_client("library.py"),
    "php": tools.php,
    "sample": tools.python_client("sample.py"),
}
LEGACY_CLIENTS: dict[str, Client] = {
    "c-json": tools.c_client(),
    "libcurl-json": tools.libcurl_client("two-posts"),
    "c-xml": tools.c_client("xml"),
    "libcurl-xml": tools.libcurl_client("two-posts", "xml"),
}


def add_usage(figures: Figures, key: str, usage: Usage) -> None:
    """Adds what a command used in a round."""
    figures.add(f"{key}/cpu-ms", usage.cpu * 1000)
    figures.add(f"{key}/elapsed-ms", usage.elapsed * 1000)
    figures.add(f"{key}/memory-kib", usage.memory)


def measure_all(figures: Figures, part: str, clients: dict[str, Client], count: int, rounds: int, *wiki: str) -> None:
    """Measures clients in turn, round by round, each with a new wiki."""
    for number in range(rounds):
        for name, client in clients.items():
            with tools.wiki(*wiki) as api:
                add_usage(figures, f"{part}/{name}", tools.measure(client(api, count)))
        print(f"{part}: round {number + 1} of {rounds}", flush=True)


def cpu(figures: Figures) -> None:
    """A thousand accounts in one session, 1.27 and later, in every language."""
    measure_all(figures, "cpu", MODERN_CLIENTS, COUNT, ROUNDS, MODERN)


def legacy(figures: Figures) -> None:
    """The same on 1.21 to 1.26, where an account takes two requests."""
    measure_all(figures, "legacy", LEGACY_CLIENTS, COUNT, ROUNDS, LEGACY)


def https(figures: Figures) -> None:
    """The same over https."""
    certificate = tools.SCRATCH / "certificate.pem"
    trust = f"ca={certificate}"
    clients = {
        "c": tools.c_client(trust),
        "libcurl-get-post": tools.libcurl_client("get-post", trust),
        "libcurl-post": tools.libcurl_client("post", trust),
    }
    measure_all(figures, "https", clients, COUNT, ROUNDS, MODERN, "--https", "--certificate", str(certificate))


def one(figures: Figures) -> None:
    """One process that creates one account."""
    clients = {
        "command": tools.command,
        "c": tools.c_client(),
        "python": tools.python_client("library.py"),
        "php": tools.php,
        "sample": tools.python_client("sample.py"),
        "libcurl-get-post": tools.libcurl_client("get-post"),
    }
    measure_all(figures, "one", clients, 1, 2 * ROUNDS + 3, MODERN)


FEW, MANY = 100, 1100


def slope(count: Callable[[list[str]], int], client: Client, *wiki: str, few: int = FEW, many: int = MANY) -> float:
    """Returns what `count` counts per account, without the start and the end of the process."""
    counted = []
    for accounts in (few, many):
        with tools.wiki(*wiki) as api:
            counted.append(count(client(api, accounts)))
    return (counted[1] - counted[0]) / (many - few)


COUNTED = {
    "modern/c": (tools.c_client(), MODERN),
    "modern/libcurl-get-post": (LIBCURL["libcurl-get-post"], MODERN),
    "modern/libcurl-post": (LIBCURL["libcurl-post"], MODERN),
    **{f"legacy/{name}": (client, LEGACY) for name, client in LEGACY_CLIENTS.items()},
}


def counts(figures: Figures) -> None:
    """Instructions, system calls and allocations per account."""
    counters = {
        "instructions": tools.instructions,
        "system-calls": tools.all_system_calls,
        "allocations": lambda command: tools.allocations(command)[0],
    }
    for name, (client, release) in COUNTED.items():
        for what, count in counters.items():
            figures.add(f"counts/{name}/{what}", slope(count, client, release))
        print(f"counts: {name}", flush=True)


def scale(figures: Figures) -> None:
    """The same session over 1 to 100,000 accounts. The server answers with fixed texts."""
    for number in range(3):
        for count in (1, 10, 1000, 100_000) if SLOW else (1, 10, 1000):
            with tools.responder() as api:
                add_usage(figures, f"scale/{count}", tools.measure(tools.c_client()(api, count)))
        print(f"scale: round {number + 1} of 3", flush=True)


def bulk(figures: Figures) -> None:
    """A run of many accounts beside single creations in one session. A memory file system shows what syncing costs."""
    with tempfile.TemporaryDirectory(dir=tools.BUILT) as disk, tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
        clients = {
            "single": tools.rust,
            "no-journal": tools.rust_run("none"),
            "memory": tools.rust_run(memory),
            "disk": tools.rust_run(disk),
        }
        for number in range(3):
            for count in (1000, 100_000) if SLOW else (1000,):
                for name, client in clients.items():
                    # 200,000 syncs take minutes and tell no more than 2,000.
                    if (name, count) != ("disk", 100_000):
                        with tools.responder() as api:
                            add_usage(figures, f"bulk/{name}/{count}", tools.measure(client(api, count)))
            print(f"bulk: round {number + 1} of 3", flush=True)


DOUBLED = {
    "body": ("--padding", (32 << 10, 64 << 10, 128 << 10)),
    "fields": ("--fields", (60, 120, 240)),
    "cookies": ("--cookies", (10, 20, 40)),
}


def growth(figures: Figures) -> None:
    """Larger answers, more fields and more cookies; a session for each account, so that the fields count for each."""
    client = tools.c_client("each")
    for what, (option, sizes) in DOUBLED.items():
        for size in sizes:
            counted = []
            for count in (5, 25):
                with tools.responder(option, str(size)) as api:
                    counted.append(tools.instructions(client(api, count)))
            figures.add(f"growth/{what}/{size}/instructions", (counted[1] - counted[0]) / 20)
            for count in (20, 400):
                with tools.responder(option, str(size)) as api:
                    figures.add(f"growth/{what}/{size}/memory-kib-{count}", tools.measure(client(api, count)).memory)
        print(f"growth: {what}", flush=True)


def crates(*features: str) -> set[str]:
    """Returns the crates of the C library with these features, without itself."""
    tree = ["cargo", "tree", "--locked", "--package", "mwaccount", "--edges", "normal,build", "--prefix", "none"]
    done = subprocess.run([*tree, *features], cwd=ROOT, capture_output=True, text=True, check=True)
    names = {" ".join(line.split()[:2]) for line in done.stdout.splitlines() if line}
    return {name for name in names if not name.startswith("mwaccount ")}


def sizes(figures: Figures) -> None:
    """The files that are shipped, stripped, and the crates of the library."""
    shipped = {
        "library": tools.BUILT / "libmwaccount.so",
        "command": tools.BUILT / "mwaccount",
        "library-without-tls": tools.c_library("without-tls", "--no-default-features") / "libmwaccount.so",
    }
    figures.add("sizes/crates-without-tls", len(crates("--features", "capi", "--no-default-features")))
    for name, file in shipped.items():
        stripped = tools.SCRATCH / "stripped"
        tools.run(["strip", "--strip-unneeded", "-o", str(stripped), str(file)])
        figures.add(f"sizes/{name}/bytes", stripped.stat().st_size)
    figures.add("sizes/crates", len(crates("--features", "capi")))


def build(figures: Figures) -> None:
    """A clean build of the C library, with all crates."""
    if not SLOW:
        print("build: left out, as SLOW=no says")
        return
    with tempfile.TemporaryDirectory(dir=tools.BUILT) as folder:
        os.environ["CARGO_TARGET_DIR"] = folder
        usage = tools.measure([str(ROOT / "bindings/c/build")])
    figures.add("build/cpu-s", usage.cpu)


def profile(figures: Figures) -> None:
    """The functions in which the instructions are, and the system calls by name."""
    # The names of the functions, which what is shipped lacks.
    named = tools.c_library("with-names", CARGO_PROFILE_RELEASE_STRIP="none")
    (named / "libmwaccount.so.0").unlink(missing_ok=True)
    (named / "libmwaccount.so.0").symlink_to("libmwaccount.so")
    kept = tools.BUILT / "callgrind.out"
    with tools.wiki(MODERN) as api:
        tools.callgrind(tools.c_client()(api, COUNT), kept, LD_LIBRARY_PATH=str(named))
    figures.texts["text/profile/self"] = top(kept, COUNT)
    figures.texts["text/profile/inclusive"] = top(kept, COUNT, "--inclusive=yes")
    with tools.wiki(MODERN) as api:
        few = tools.system_calls(tools.c_client()(api, FEW))
    with tools.wiki(MODERN) as api:
        many = Counter(tools.system_calls(tools.c_client()(api, MANY)))
    many.subtract(few)
    rows = [(calls / (MANY - FEW), name) for name, calls in many.most_common() if calls * 50 > MANY - FEW]
    figures.texts["text/profile/system-calls"] = "\n".join(f"{calls:8.2f}  {name}" for calls, name in rows)


def top(file: Path, count: int, *options: str) -> str:
    """Returns the ten functions with the most instructions, per account."""
    printed = tools.run(["callgrind_annotate", "--threshold=100", "--auto=no", "--show-percs=yes", *options, str(file)])
    lines, inclusive = [], "--inclusive=yes" in options
    for spent, percent, name in re.findall(r"^ *([\d,]+) \( *([\d.]+)%\) +(\S.*)$", printed, re.MULTILINE):
        if "PROGRAM TOTALS" in name:
            continue
        name = re.sub(r"^.*?:(?=\S)", "", name, count=1) if name.startswith("???:") else name.split(":", 1)[-1]
        name = re.sub(r"::h[0-9a-f]{16}|'\d+", "", name)
        name, _, place = name.partition(" [")
        # The start of the process and of threads contains everything.
        if inclusive and not re.search(r"mwaccount|ureq|rustls", name):
            continue
        place = Path(place.rstrip("]")).name
        lines.append(f"{int(spent.replace(',', '')) / count:9.0f}  {float(percent):5.1f} %  {name}  ({place})")
    return "\n".join(lines[:10])


PARTS = {part.__name__: part for part in (cpu, legacy, https, one, counts, scale, bulk, growth, sizes, build, profile)}
