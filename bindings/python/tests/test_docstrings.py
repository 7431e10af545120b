"""Runs the examples in docstrings, each with a new wiki at `api`, and one with a captcha at `questy`."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from typing import Iterator

import pytest
from conftest import Start
from support import PUBLIC

import mwaccount


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


def test_public_api_has_docstrings() -> None:
    for name in mwaccount.__all__:
        public = getattr(mwaccount, name)
        if inspect.isclass(public) or inspect.isfunction(public):
            assert (public.__doc__ or "").strip(), name
            for attribute, value in vars(public).items():
                if inspect.isfunction(value) and not attribute.startswith("_"):
                    assert (value.__doc__ or "").strip(), f"{name}.{attribute}"
