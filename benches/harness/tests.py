"""Tests of the measurement itself, and of the tables of docs/performance.md; benches/guard runs them."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import document
import guard
import tools
from figures import Figures


class GuardTest(unittest.TestCase):
    committed = {("1.39", "instructions"): 1000.0, ("1.39", "system calls"): 10.0}

    def wrong(self, **counts: float) -> list[str]:
        counted = {("1.39", what.replace("_", " ")): count for what, count in counts.items()}
        return guard.compare(self.committed, counted)[1]

    def test_more_than_a_tenth_is_wrong(self) -> None:
        self.assertEqual(self.wrong(instructions=1099, system_calls=11), [])
        self.assertEqual(len(self.wrong(instructions=1101, system_calls=11)), 1)
        self.assertEqual(len(self.wrong(instructions=1101, system_calls=11.1)), 2)

    def test_what_was_not_counted_is_not_compared(self) -> None:
        self.assertEqual(self.wrong(system_calls=10), [])

    def test_what_is_not_committed_is_wrong(self) -> None:
        self.assertEqual(len(self.wrong(allocations=1)), 1)

    def test_less_is_told(self) -> None:
        lines, wrong = guard.compare(self.committed, {("1.39", "instructions"): 900})
        self.assertEqual((len(lines), wrong), (2, []))

    def test_the_file_is_read_as_it_is_written(self) -> None:
        self.assertEqual(guard.read(guard.written(self.committed)), self.committed)

    def test_the_committed_file_has_both_counts_of_both_releases(self) -> None:
        self.assertEqual(len(guard.read(guard.FILE.read_text())), 4)


class FiguresTest(unittest.TestCase):
    def test_figures_are_read_as_they_are_written(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "figures.tsv"
            figures = Figures(path)
            for value in (3, 1.25, 1234567890):
                figures.add("cpu/c/cpu-ms", value)
            figures.texts["text/profile/self"] = "one\ntwo"
            figures.write()
            again = Figures(path)
        self.assertEqual((again.values, again.texts), (figures.values, figures.texts))

    def test_a_part_replaces_its_own_figures_only(self) -> None:
        figures = Figures(Path("/nowhere"))
        for key in ("cpu/c", "https/c"):
            figures.add(key, 1)
        figures.forget("cpu/")
        self.assertEqual(list(figures.values), ["https/c"])

    def test_ratios_are_those_of_rounds(self) -> None:
        figures = Figures(Path("/nowhere"))
        figures.values = {"a": [2, 9], "b": [1, 3], "c": [4]}
        self.assertEqual(figures.ratios("a", "b"), [2, 3])
        self.assertEqual(figures.ratios("a", "c"), [5.5 / 4])
        self.assertEqual(figures.ratios("a", "missing"), [])


class DocumentTest(unittest.TestCase):
    def test_spreads_and_units(self) -> None:
        show = lambda value: document.plain(value, "MiB")  # noqa: E731
        self.assertEqual(document.with_spread([1024, 2048, 4096], show), "2.00 MiB (1.00 to 4.00)")
        self.assertEqual(document.with_spread([0.05], document.ratio), "1/20")
        self.assertEqual(document.with_spread([], document.plain), "–")

    def test_the_tables_are_those_of_the_figures(self) -> None:
        text = (tools.ROOT / document.DOCUMENT).read_text()
        figures = [Figures(tools.ROOT / f"benches/{name}.tsv") for name in ("before", "now")]
        self.assertEqual(text, document.fill(text, *figures), "benches/run document writes them anew")

    def test_sentences_stay(self) -> None:
        text = (tools.ROOT / document.DOCUMENT).read_text()
        filled = document.fill(text.replace("# Performance\n", "# Mine\n"), *2 * [Figures(Path("/nowhere"))])
        self.assertTrue(filled.startswith("# Mine\n"))
        self.assertNotIn("libcurl, GET and POST | 0.80 | 1.", filled)
        for sentence in ("Callgrind counts no instructions", "## What keeps it so"):
            self.assertIn(sentence, filled)


if __name__ == "__main__":
    unittest.main()
