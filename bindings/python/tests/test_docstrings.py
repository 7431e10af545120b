"""Runs the examples in docstrings, each with a new wiki at `api`, and one with a captcha at `questy`."""

from __future__ import annotations

import dataclasses
import doctest
import enum
import importlib
import inspect
import pkgutil
import pydoc
import re
from typing import Any, Iterator

import pytest
from conftest import Start
from support import PUBLIC

import mwaccount
from mwaccount import aio


def examples() -> Iterator[doctest.DocTest]:
    finder = doctest.DocTestFinder(exclude_empty=True)
    names = [name for _, name, _ in pkgutil.walk_packages(mwaccount.__path__, "mwaccount.")]
    for name in ["mwaccount", *(name for name in names if not name.startswith("mwaccount._native"))]:
        module = importlib.import_module(name)
        yield from (test for test in finder.find(module, globs=dict(PUBLIC)) if test.examples)


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_docstring_example(testwiki: Start, example: doctest.DocTest) -> None:
    example.globs["api"] = testwiki("--release 1.43").api
    example.globs["questy"] = testwiki("--release 1.43 --captcha questy").api
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example)
    assert result.attempted > 0
    assert result.failed == 0


def test_docstrings_have_examples() -> None:
    assert len(list(examples())) >= 12


def public_types() -> Iterator[Any]:
    """Yields the classes of the package and those of mwaccount.aio."""
    names = [getattr(mwaccount, name) for name in mwaccount.__all__]
    yield from (kind for kind in [*names, *vars(aio).values()] if inspect.isclass(kind))


def test_help_shows_all_attributes() -> None:
    checked = 0
    for kind in public_types():
        shown = pydoc.plain(pydoc.render_doc(kind))
        fields = [field.name for field in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else []
        members = list(kind.__members__) if issubclass(kind, enum.Enum) else []
        annotated = [name for name in vars(kind).get("__annotations__", {}) if name not in ("kind", *fields)]
        for name in [*fields, *members, *annotated]:
            if not name.startswith("_"):
                checked += 1
                # With its text, or in the list of those of another class.
                pattern = rf"^ \|? +{name}: \S|^ \| .*are those of a .*\b{name}\b"
                assert re.search(pattern, shown, re.MULTILINE), (kind, name)
    assert checked > 150


def test_public_api_has_docstrings() -> None:
    for name in mwaccount.__all__:
        public = getattr(mwaccount, name)
        if inspect.isclass(public) or inspect.isfunction(public):
            assert (public.__doc__ or "").strip(), name
            for attribute, value in vars(public).items():
                if inspect.isfunction(value) and not attribute.startswith("_"):
                    assert (value.__doc__ or "").strip(), f"{name}.{attribute}"
