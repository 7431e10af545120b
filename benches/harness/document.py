"""The tables of docs/performance.md, between lines that name them. People write everything else in the document."""

from __future__ import annotations

import os
import platform
import re
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from figures import Figures

DOCUMENT = Path("docs/performance.md")


class Goal(NamedTuple):
    """A ratio of two figures, or a figure, and the most that it should be."""

    measured: str
    against: str
    most: float
    key: str
    to: str | None = None
    unit: str = ""


LIBCURL_BOTH, LIBCURL_POST = "libcurl, GET and POST", "libcurl, POST only"
CPU = "CPU time of 1,000 accounts"
GOALS = [
    Goal(f"{CPU}, C", LIBCURL_BOTH, 0.8, "cpu/c/cpu-ms", "cpu/libcurl-get-post/cpu-ms"),
    Goal(f"{CPU}, C", LIBCURL_POST, 1.5, "cpu/c/cpu-ms", "cpu/libcurl-post/cpu-ms"),
    Goal(f"{CPU}, C", "the sample", 1 / 30, "cpu/c/cpu-ms", "cpu/sample/cpu-ms"),
    Goal(f"{CPU}, Python", "the sample", 1 / 8, "cpu/python/cpu-ms", "cpu/sample/cpu-ms"),
    Goal(f"{CPU}, PHP", "the sample", 1 / 12, "cpu/php/cpu-ms", "cpu/sample/cpu-ms"),
    Goal(f"{CPU}, C, 1.23, JSON", "libcurl, two POSTs", 1.2, "legacy/c-json/cpu-ms", "legacy/libcurl-json/cpu-ms"),
    Goal(f"{CPU}, C, 1.23, XML", "libcurl, two POSTs", 1.2, "legacy/c-xml/cpu-ms", "legacy/libcurl-xml/cpu-ms"),
    Goal(f"{CPU}, C, https", LIBCURL_BOTH, 1.2, "https/c/cpu-ms", "https/libcurl-get-post/cpu-ms"),
    Goal("Instructions per account, C", "", 120_000, "counts/modern/c/instructions"),
    Goal(
        "System calls per account, C",
        LIBCURL_POST,
        1,
        "counts/modern/c/system-calls",
        "counts/modern/libcurl-post/system-calls",
    ),
    Goal("CPU time of one account, the command", "the sample", 1 / 20, "one/command/cpu-ms", "one/sample/cpu-ms"),
    Goal("CPU time of one account, C", "the sample", 1 / 20, "one/c/cpu-ms", "one/sample/cpu-ms"),
    Goal("Peak memory of one account, the command", "", 8192, "one/command/memory-kib", unit="MiB"),
    Goal("Peak memory of one account, C", "", 8192, "one/c/memory-kib", unit="MiB"),
    Goal("Shared library, stripped", "", 4.0e6, "sizes/library/bytes", unit="MB"),
    Goal("Command, stripped", "", 4.2e6, "sizes/command/bytes", unit="MB"),
    Goal("Shared library without TLS, stripped", "", 1.6e6, "sizes/library-without-tls/bytes", unit="MB"),
]

SCALES = {"MiB": 1024, "MB": 1e6}


def mebibytes(kib: float) -> float:
    return kib / 1024


def microseconds_for_each(count: int) -> Callable[[float], float]:
    """Returns the conversion of the milliseconds for all accounts to the microseconds for each."""
    return lambda milliseconds: milliseconds * 1000 / count


def plain(value: float, unit: str = "") -> str:
    """Returns a number with three digits, or all digits of a large one."""
    value /= SCALES.get(unit, 1)
    digits = 0 if value >= 100 or (not unit and value == int(value)) else 1 if value >= 10 else 2
    text = f"{value:,.{digits}f}"
    return f"{text} {unit}".strip()


def ratio(value: float) -> str:
    """Returns a ratio; a small one as a fraction."""
    return f"1/{1 / value:.1f}".removesuffix(".0") if value < 0.5 else f"{value:.2f}"


def with_spread(values: list[float], show) -> str:
    """Returns the median, and the least and the largest value if there are several."""
    if not values:
        return "–"
    middle = show(statistics.median(values))
    low, high = show(min(values)), show(max(values))
    # The unit is in the median.
    return middle if low == high else f"{middle} ({low.split()[0]} to {high.split()[0]})"


def cell(figures: Figures, key: str, unit: str = "", change: Callable[[float], float] = float) -> str:
    """Returns the values of a figure, each changed first, with their spread."""
    values = [change(value) for value in figures.values.get(key, [])]
    return with_spread(values, lambda value: plain(value, unit))


def goals(before: Figures, now: Figures) -> str:
    rows = ["| measured | against | goal, at most | before | now | |", "|---|---|---|---|---|---|"]
    for goal in GOALS:
        shown = []
        middle = None
        for figures in (before, now):
            if goal.to:
                values = figures.ratios(goal.key, goal.to)
                shown.append(with_spread(values, ratio))
            else:
                values = figures.values.get(goal.key, [])
                shown.append(cell(figures, goal.key, goal.unit))
            middle = statistics.median(values) if values else None
        most = ratio(goal.most) if goal.to else plain(goal.most, goal.unit)
        verdict = "–" if middle is None else "met" if middle <= goal.most else "missed"
        rows.append(f"| {goal.measured} | {goal.against} | {most} | {shown[0]} | {shown[1]} | {verdict} |")
    return "\n".join(rows)


NAMES = {
    "c": "C",
    "rust": "Rust",
    "python": "Python",
    "php": "PHP",
    "command": "the command",
    "sample": "the sample",
    "libcurl-get-post": LIBCURL_BOTH,
    "libcurl-post": LIBCURL_POST,
    "c-json": "C, JSON",
    "c-xml": "C, XML",
    "libcurl-json": "libcurl, two POSTs, JSON",
    "libcurl-xml": "libcurl, two POSTs, XML",
}
USED = {
    "cpu": "1,000 accounts, 1.39",
    "legacy": "1,000 accounts, 1.23",
    "https": "1,000 accounts, 1.39, https",
    "one": "1 account, 1.39",
}


def clients(before: Figures, now: Figures) -> str:
    rows = [
        "| | client | CPU, ms, before | CPU, ms, now | elapsed, ms, now | peak memory, MiB, now |",
        "|---|---|---|---|---|---|",
    ]
    for part, title in USED.items():
        for name, shown in NAMES.items():
            key = f"{part}/{name}"
            if f"{key}/cpu-ms" not in now.values:
                continue
            cells = [
                cell(before, f"{key}/cpu-ms"),
                cell(now, f"{key}/cpu-ms"),
                cell(now, f"{key}/elapsed-ms"),
                plain(mebibytes(now.median(f"{key}/memory-kib"))),
            ]
            rows.append(f"| {title} | {shown} | {' | '.join(cells)} |")
    return "\n".join(rows)


def counts(before: Figures, now: Figures) -> str:
    rows = [
        "| | client | instructions, before | now | system calls, before | now | allocations, before | now |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for part, title in (("modern", "1.39"), ("legacy", "1.23")):
        for name, shown in NAMES.items():
            cells = [
                cell(figures, f"counts/{part}/{name}/{counted}")
                for counted in ("instructions", "system-calls", "allocations")
                for figures in (before, now)
            ]
            if any(cell != "–" for cell in cells):
                rows.append(f"| {title} | {shown} | {' | '.join(cells)} |")
    return "\n".join(rows)


def scale(before: Figures, now: Figures) -> str:
    rows = [
        "| accounts | CPU per account, µs, before | now | elapsed per account, now | peak memory, MiB, before | now |",
        "|---|---|---|---|---|---|",
    ]
    for count in (1, 10, 1000, 100_000):
        key = f"scale/{count}"
        each = microseconds_for_each(count)
        cells = [
            cell(before, f"{key}/cpu-ms", change=each),
            cell(now, f"{key}/cpu-ms", change=each),
            cell(now, f"{key}/elapsed-ms", change=each),
            cell(before, f"{key}/memory-kib", change=mebibytes),
            cell(now, f"{key}/memory-kib", change=mebibytes),
        ]
        rows.append(f"| {count:,} | {' | '.join(cells)} |")
    return "\n".join(rows)


RUNS = {
    "single": "single creations",
    "no-journal": "a run without a journal",
    "memory": "a run, its journal in memory (tmpfs)",
    "disk": "a run, its journal on a disk",
}


def bulk(now: Figures) -> str:
    rows = [
        "| accounts | | CPU per account, µs | elapsed per account, µs | CPU of single ones | peak memory, MiB |",
        "|---|---|---|---|---|---|",
    ]
    for count in (1000, 100_000):
        each = microseconds_for_each(count)
        for name, shown in RUNS.items():
            key = f"bulk/{name}/{count}"
            if f"{key}/cpu-ms" not in now.values:
                continue
            cells = [
                cell(now, f"{key}/cpu-ms", change=each),
                cell(now, f"{key}/elapsed-ms", change=each),
                plain(now.median(f"{key}/cpu-ms") / now.median(f"bulk/single/{count}/cpu-ms")),
                cell(now, f"{key}/memory-kib", change=mebibytes),
            ]
            rows.append(f"| {count:,} | {shown} | {' | '.join(cells)} |")
    return "\n".join(rows)


def growth(before: Figures, now: Figures) -> str:
    """Shows the instructions, and by how many each further byte, field or cookie adds to them."""
    rows = [
        "| doubled | instructions per account, before | now | now, for each further one"
        " | peak memory of 20 and 400 accounts, MiB, now |",
        "|---|---|---|---|---|",
    ]
    units = {"body": "bytes", "fields": "fields", "cookies": "cookies"}
    keys = [key.split("/") for key in now.values if key.startswith("growth/")]
    for what, unit in units.items():
        smaller = None
        for size in sorted({int(key[2]) for key in keys if key[1] == what}):
            key = f"growth/{what}/{size}"
            count = now.median(f"{key}/instructions")
            further = plain((count - smaller[1]) / (size - smaller[0])) if smaller else ""
            smaller = size, count
            memory = " and ".join(plain(mebibytes(now.median(f"{key}/memory-kib-{count}"))) for count in (20, 400))
            shown = [cell(figures, f"{key}/instructions") for figures in (before, now)]
            rows.append(f"| {size:,} {unit} more | {' | '.join(shown)} | {further} | {memory} |")
    return "\n".join(rows)


def sizes(before: Figures, now: Figures) -> str:
    rows = ["| | before | now |", "|---|---|---|"]
    for title, key, unit in (
        ("Shared library, stripped", "sizes/library/bytes", "MB"),
        ("Command, stripped", "sizes/command/bytes", "MB"),
        ("Shared library without TLS, stripped", "sizes/library-without-tls/bytes", "MB"),
        ("Crates of the C library", "sizes/crates", ""),
        ("Crates of the C library without TLS", "sizes/crates-without-tls", ""),
        ("Clean build of the C library, CPU time, s", "build/cpu-s", ""),
    ):
        cells = [cell(figures, key, unit) for figures in (before, now)]
        rows.append(f"| {title} | {cells[0]} | {cells[1]} |")
    return "\n".join(rows)


def profile(figures: Figures) -> str:
    parts = []
    for title, key in (
        ("Functions by the instructions in them, per account", "self"),
        ("Functions of HTTP and of this library by the instructions in them and in what they call", "inclusive"),
        ("System calls per account", "system-calls"),
    ):
        text = figures.texts.get(f"text/profile/{key}", "not measured")
        parts.append(f"{title}:\n\n" + "\n".join(f"    {line}" for line in text.splitlines()))
    return "\n\n".join(parts)


def machine() -> str:
    """Describes this machine, only in kind."""
    release = {}
    for line in Path("/etc/os-release").read_text().splitlines():
        name, _, value = line.partition("=")
        release[name] = value.strip('"')
    return (
        f"{platform.system()} ({release.get('NAME', '')} {release.get('VERSION_ID', '')}), {platform.machine()},"
        f" {os.cpu_count()} cores, which other work may use at the same time."
    )


def fill(text: str, before: Figures, now: Figures) -> str:
    """Returns the document with its tables as the figures make them."""
    tables = {
        "machine": lambda: now.texts.get("text/machine", ""),
        "goals": lambda: goals(before, now),
        "clients": lambda: clients(before, now),
        "counts": lambda: counts(before, now),
        "scale": lambda: scale(before, now),
        "bulk": lambda: bulk(now),
        "growth": lambda: growth(before, now),
        "sizes": lambda: sizes(before, now),
        "profile before": lambda: profile(before),
        "profile now": lambda: profile(now),
    }
    missing = [name for name in tables if f"<!-- table: {name} -->" not in text]
    if missing:
        raise SystemExit(f"{DOCUMENT} has no place for: {', '.join(missing)}")
    return re.sub(
        r"(<!-- table: ([a-z ]+) -->\n).*?(<!-- end of table -->)",
        lambda match: f"{match[1]}\n{tables[match[2]]()}\n\n{match[3]}",
        text,
        flags=re.DOTALL,
    )
