"""Finding the API URL."""

from __future__ import annotations

import pytest
from conftest import Start
from support import expect, zoe

from mwaccount import Created, Wiki


@pytest.mark.parametrize("release", ["1.26", "1.43"])
@pytest.mark.parametrize("page", ["index.php?title=Main_Page", "index.php/Main_Page", ""])
def test_api_url_is_found_from_any_address(testwiki: Start, release: str, page: str) -> None:
    server = testwiki(f"--release {release} --script-path /w")
    wiki = Wiki(server.api.replace("api.php", page))
    assert not wiki.facts().is_api_found
    expect(Created, wiki.create(zoe()).step())
    assert server.account("Zoe Example")
    facts = wiki.facts()
    assert (facts.is_api_found, facts.api_url) == (True, server.api)


def test_found_api_url_saves_requests(testwiki: Start) -> None:
    server = testwiki("--release 1.43 --script-path /w")
    first = Wiki(server.api.replace("api.php", ""))
    expect(Created, first.create(zoe()).step())
    again = Wiki(first.facts().api_url)
    assert again.facts().is_api_found
    expect(Created, again.create(zoe(name="Max Example")).step())
    assert again.facts().requests == 2 < first.facts().requests
