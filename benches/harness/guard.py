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


def calls(command: list[str]) -> int:
    return sum(tools.system_calls(command).values())


counters = {"system calls": calls}
if shutil.which("valgrind"):
    counters["instructions"] = tools.instructions
else:
    print("valgrind is missing: the instructions are not counted")
counted: dict[tuple[str, str], float] = {}
with tempfile.TemporaryDirectory() as scratch:
    tools.SCRATCH = Path(scratch)
    for release in (MODERN, LEGACY):
        for what, count in counters.items():
            counted[release, what] = slope(count, tools.library(), release, few=FEW, many=MANY)

if "--write" in sys.argv[1:]:
    if "instructions" not in counters:
        raise SystemExit("benches/guard: the file needs all counts")
    lines = [f"{release}\t{what}\t{count:.1f}\n" for (release, what), count in counted.items()]
    FILE.write_text(HEAD + "".join(lines))
wrong = []
committed = [line.split("\t") for line in FILE.read_text().splitlines() if not line.startswith("#")]
if {(release, what) for release, what, _ in committed} < counted.keys():
    raise SystemExit(f"benches/guard: {FILE.name} lacks figures; --write writes it anew")
for release, what, figure in committed:
    if (release, what) not in counted:
        continue
    now, then = counted[release, what], float(figure)
    print(f"MediaWiki {release}: {now:,.1f} {what} per account, committed: {then:,.1f}")
    if now > then * ALLOWED:
        wrong.append(f"MediaWiki {release}: {now:,.1f} {what} per account are more than a tenth above {then:,.1f}")
    elif now < then / ALLOWED:
        print("    This is less than committed: benches/guard --write keeps it so.")
if wrong:
    raise SystemExit("\n".join(["benches/guard:", *wrong]))
