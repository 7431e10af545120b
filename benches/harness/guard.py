"""Compares what an account costs with the figures in benches/guard.tsv; benches/guard calls it. See there."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import tools
from parts import LEGACY, MODERN, slope

FILE = tools.ROOT / "benches/guard.tsv"
HEAD = "# What an account costs over the C library, for benches/guard: a release, what is counted, how many.\n"
ALLOWED = 1.1
FEW, MANY = 10, 60

Counts = dict[tuple[str, str], float]
"""Counts by release and by what is counted."""


def read(text: str) -> Counts:
    """Returns the counts in a file's text."""
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {(release, what): float(count) for release, what, count in lines}


def written(counts: Counts) -> str:
    """Returns the text of the file with these counts."""
    return HEAD + "".join(f"{release}\t{what}\t{count:.1f}\n" for (release, what), count in counts.items())


def compare(committed: Counts, counted: Counts) -> tuple[list[str], list[str]]:
    """Returns a line for each count, and a line for each that grew too much or that is not committed."""
    lines, wrong = [], []
    for (release, what), now in counted.items():
        name = f"MediaWiki {release}: {now:,.1f} {what} per account"
        then = committed.get((release, what))
        if then is None:
            wrong.append(f"{name}, and none committed")
            continue
        lines.append(f"{name}, committed: {then:,.1f}")
        if now > then * ALLOWED:
            wrong.append(f"{name} are more than a tenth above {then:,.1f}")
        elif now < then / ALLOWED:
            lines.append("    Less than committed: benches/guard --write keeps it so.")
    return lines, wrong


def count_all() -> Counts:
    """Counts what this machine has the programs for."""
    counters = {"system calls": tools.all_system_calls}
    if shutil.which("valgrind"):
        counters["instructions"] = tools.instructions
    else:
        print("valgrind is missing: only the system calls are compared")
    with tempfile.TemporaryDirectory() as scratch:
        tools.SCRATCH = Path(scratch)
        return {
            (release, what): slope(count, tools.c_client(), release, few=FEW, many=MANY)
            for release in (MODERN, LEGACY)
            for what, count in counters.items()
        }


def main() -> None:
    counted = count_all()
    if "--write" in sys.argv[1:]:
        if len({what for _, what in counted}) < 2:
            raise SystemExit("benches/guard: the file needs all counts")
        FILE.write_text(written(counted))
    lines, wrong = compare(read(FILE.read_text()), counted)
    print("\n".join(lines))
    if wrong:
        raise SystemExit("\n".join(["benches/guard:", *wrong]))


if __name__ == "__main__":
    main()
