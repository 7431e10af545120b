"""Figures: the values of all rounds of a measurement, in a file with a line for each measurement."""

from __future__ import annotations

import statistics
from pathlib import Path


class Figures:
    """The figures of one state of the library, by key, such as "cpu/1.39/c"."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.values: dict[str, list[float]] = {}
        self.texts: dict[str, str] = {}
        if path.exists():
            for line in path.read_text().splitlines():
                key, _, rest = line.partition("\t")
                if key.startswith("text/"):
                    self.texts[key] = rest.replace("\\n", "\n")
                elif not key.startswith("#"):
                    self.values[key] = [float(value) for value in rest.split()]

    def write(self) -> None:
        """Writes the file anew, in the order of the keys."""
        lines = ["# The values of each round, by key; benches/run writes this file."]
        lines += [
            f"{key}\t{' '.join(f'{value:g}' if value % 1 else f'{value:.0f}' for value in values)}"
            for key, values in sorted(self.values.items())
        ]
        lines += [f"{key}\t{text.replace(chr(10), chr(92) + 'n')}" for key, text in sorted(self.texts.items())]
        self.path.write_text("\n".join(lines) + "\n")

    def forget(self, prefix: str) -> None:
        """Drops the figures of a part that is measured again."""
        for store in (self.values, self.texts):
            for key in [key for key in store if key.startswith(prefix)]:
                del store[key]

    def add(self, key: str, value: float) -> None:
        """Adds the value of a round."""
        self.values.setdefault(key, []).append(value)

    def median(self, key: str) -> float | None:
        """Returns the median of a figure, or None if it was not measured."""
        values = self.values.get(key)
        return statistics.median(values) if values else None

    def ratios(self, key: str, to: str) -> list[float]:
        """Returns the ratio of two figures in each round, or none if one was not measured."""
        above, below = self.values.get(key, []), self.values.get(to, [])
        if len(above) != len(below):
            above, below = [statistics.median(values) if values else 0 for values in (above, below)], []
            return [above[0] / above[1]] if all(above) else []
        return [one / other for one, other in zip(above, below)]
