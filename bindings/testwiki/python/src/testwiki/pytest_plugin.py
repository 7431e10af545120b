"""The pytest plugin: the fixture `wiki`, and the marker with the same name."""

from __future__ import annotations

from typing import Any, Dict, Iterator, Optional

import pytest

from .errors import TestwikiError
from .wiki import Testwiki

MARKER = "wiki(**options): options of the emulated wiki, such as release='1.26', captcha='questy', settings=['otp']"

# How many requests the report of a failed test has.
SHOWN_REQUESTS = 20


def pytest_configure(config: pytest.Config) -> None:
    """Registers the marker."""
    config.addinivalue_line("markers", MARKER)


class SharedWiki:
    """The wiki of all tests of a session, whose process starts when the first test needs it."""

    def __init__(self) -> None:
        self.started: Optional[Testwiki] = None

    def fresh(self, options: Dict[str, Any]) -> Testwiki:
        """Returns the wiki with these options, as if nothing had happened. A test may have ended the process."""
        if self.started is None or not self.started.is_running:
            self.close()
            self.started = Testwiki()
        self.started.reset(**options)
        return self.started

    def close(self) -> None:
        """Ends the process."""
        if self.started is not None:
            self.started.close()
        self.started = None


@pytest.fixture(scope="session")
def _shared_testwiki() -> Iterator[SharedWiki]:
    """With pytest-xdist, each worker has one."""
    shared = SharedWiki()
    yield shared
    shared.close()


@pytest.fixture
def wiki(request: pytest.FixtureRequest, _shared_testwiki: SharedWiki) -> Testwiki:
    """
    An emulated wiki on which nothing has happened yet. The marker `wiki` has its options.

    >>> @pytest.mark.wiki(release="1.26", captcha="questy")
    ... def test_sign_up(wiki):
    ...     sign_up(wiki.api, "Zoe Example")
    ...     assert wiki.account("Zoe Example") is not None
    """
    try:
        return _shared_testwiki.fresh(marked_options(request.node))
    except TestwikiError as error:
        # Not pytest.fail, whose report would have the message a second time, as that of the cause.
        raise pytest.fail.Exception(f"testwiki: {error}", pytrace=False) from None


def marked_options(item: pytest.Item) -> Dict[str, Any]:
    """Returns the options of all markers of a test: those of the function before those of its class and module."""
    options: Dict[str, Any] = {}
    for marker in item.iter_markers("wiki"):
        if marker.args:
            raise TestwikiError(f"the marker wiki takes named options only, as release='1.26': {marker.args[0]!r}")
        options = {**marker.kwargs, **options}
    return options


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Adds the latest requests to the report of a test that failed."""
    outcome: Any = yield
    report = outcome.get_result()
    wiki = getattr(item, "funcargs", {}).get("wiki")
    if report.when == "call" and report.failed and isinstance(wiki, Testwiki) and wiki.is_running:
        try:
            requests = wiki.log()[-SHOWN_REQUESTS:]
        except TestwikiError:
            return
        lines = [f"{it.status} {it.method} {it.target} {it.form.get('action', '')}".rstrip() for it in requests]
        report.sections.append((f"requests to {wiki!r}", "\n".join(lines) or "none"))
