"""Measures parts, and writes docs/performance.md; benches/run calls it. See there."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import document
import tools
from figures import Figures
from parts import PARTS

arguments = sys.argv[1:]
as_before = "--as-before" in arguments
names = [argument for argument in arguments if argument != "--as-before"] or list(PARTS)
if "document" in names:
    names.remove("document")
if unknown := [name for name in names if name not in PARTS]:
    raise SystemExit(f"unknown parts: {' '.join(unknown)}; there are {' '.join(PARTS)}")
benches = tools.ROOT / "benches"
before, now = Figures(benches / "before.tsv"), Figures(benches / "now.tsv")
figures = before if as_before else now
with tempfile.TemporaryDirectory() as scratch:
    tools.SCRATCH = Path(scratch)
    for name in names:
        # The slow rest of a part is forgotten, too: what is left out has no figures.
        figures.forget(f"{name}/")
        figures.forget(f"text/{name}/")
        PARTS[name](figures)
        figures.texts["text/machine"] = document.machine()
        figures.write()
# From the files, in which values are rounded: `run document` must write the same.
before, now = Figures(before.path), Figures(now.path)
path = tools.ROOT / document.DOCUMENT
path.write_text(document.fill(path.read_text(), before, now))
if os.environ.get("SLOW") == "no":
    print("left out, as SLOW=no says: the clean build, and 100,000 accounts")
print(f"{document.DOCUMENT} is written")
