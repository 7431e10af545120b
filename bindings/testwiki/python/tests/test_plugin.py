"""The pytest plugin, in runs of pytest of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from test_wiki import ends, is_alive

README = Path(__file__).parents[1] / "README.md"


def run(pytester: pytest.Pytester, program: str, *options: str) -> pytest.RunResult:
    """Runs a file of tests in a new process, with strict markers."""
    pytester.makepyfile(program)
    return pytester.runpytest_subprocess("--strict-markers", "-p", "no:cacheprovider", *options)


def test_the_readme_example(pytester: pytest.Pytester) -> None:
    example, _ = re.findall("^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    run(pytester, example).assert_outcomes(passed=1)


def test_each_test_has_a_fresh_wiki_of_one_process(pytester: pytest.Pytester) -> None:
    program = """
        import pytest

        seen = []

        @pytest.mark.parametrize("number", range(3))
        @pytest.mark.wiki(settings=["private"])
        def test_fresh(wiki, number):
            assert wiki.requests() == 0 and len(wiki.accounts()) == 1
            wiki.create_account("Zoe", "secretword123")
            wiki.settings(release="1.19", script_path="/w")
            wiki.fault("503=1", times="always")
            seen.append((wiki.url.replace("/w", ""), wiki._process.pid))

        def test_after_that(wiki):
            assert wiki.release == "1.43.0" and wiki.api == wiki.url + "/api.php"
            assert len(set(seen)) == 1

        def test_the_process_ends(wiki):
            wiki._process.kill()
            wiki._process.wait()

        def test_another_is_started(wiki):
            assert wiki.accounts() and seen[0][1] != wiki._process.pid
    """
    run(pytester, program, "-W", "error").assert_outcomes(passed=6)


def test_markers_of_a_test_change_those_of_its_class_and_module(pytester: pytest.Pytester) -> None:
    program = """
        import pytest

        pytestmark = pytest.mark.wiki(release="1.26", script_path="/w")

        def test_module(wiki):
            assert wiki.release == "1.26.0" and wiki.api.endswith("/w/api.php")

        @pytest.mark.wiki(release="1.35")
        class TestIt:
            def test_class(self, wiki):
                assert wiki.release == "1.35.0" and wiki.api.endswith("/w/api.php")

            @pytest.mark.wiki(script_path="", accounts=["Zoe:secretword123"])
            def test_function(self, wiki):
                assert wiki.release == "1.35.0" and wiki.api == wiki.url + "/api.php"
                assert wiki.account("Zoe") is not None
    """
    run(pytester, program).assert_outcomes(passed=3)


def test_wrong_markers(pytester: pytest.Pytester) -> None:
    program = """
        import pytest

        @pytest.mark.wiki(release="1.5")
        def test_release(wiki): pass

        @pytest.mark.wiki(settings=["pivate"])
        def test_setting(wiki): pass

        @pytest.mark.wiki(relase="1.26")
        def test_option(wiki): pass

        @pytest.mark.wiki("1.26")
        def test_unnamed(wiki): pass

        def test_after_them(wiki): assert wiki.release == "1.43.0"
    """
    result = run(pytester, program)
    result.assert_outcomes(errors=4, passed=1)
    result.stdout.fnmatch_lines(
        [
            "testwiki: invalid value '1.5' for '--release <RELEASE>': no such release: 1.5 (1.16 to 1.46*",
            "testwiki: invalid value 'pivate' for '--setting <SETTING>'*private*",
            "testwiki: unexpected argument '--relase' found*",
            "testwiki: the marker wiki takes named options only, as release='1.26': '1.26'",
        ]
    )
    # No traceback of the plugin.
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")
    result.stdout.no_fnmatch_line("*another exception*")


def test_a_failed_test_shows_the_requests(pytester: pytest.Pytester) -> None:
    program = """
        from urllib.request import urlopen

        def test_fails(wiki):
            urlopen(wiki.api + "?action=query&format=json", b"action=login&lgpassword=secretword123").close()
            assert False
    """
    result = run(pytester, program)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*requests to <Testwiki 1.43.0 at *", "200 POST /api.php[?]action=query&format=json login"]
    )
    result.stdout.no_fnmatch_line("200*secretword123*")


def test_a_wiki_of_ones_own(pytester: pytest.Pytester) -> None:
    program = """
        import pytest

        @pytest.fixture
        def wiki(): return "mine"

        def test_mine(wiki): assert False
    """
    run(pytester, program).assert_outcomes(failed=1)
    run(pytester, "def test_none(wiki): pass", "-p", "no:testwiki").assert_outcomes(errors=1)


def test_with_xdist(pytester: pytest.Pytester) -> None:
    program = """
        import os, time
        import pytest

        @pytest.mark.parametrize("number", range(6))
        def test_alone(wiki, number):
            assert len(wiki.accounts()) == 1
            wiki.create_account(f"Zoe {number}", "secretword123")
            time.sleep(0.05)
            assert len(wiki.accounts()) == 2
            with open("processes", "a") as file:
                print(wiki._process.pid, file=file)
    """
    run(pytester, program, "-n", "2").assert_outcomes(passed=6)
    processes = {int(line) for line in (pytester.path / "processes").read_text().split()}
    assert len(processes) == 2 and all(map(ends, processes))


def test_nothing_is_left_of_a_killed_pytest(pytester: pytest.Pytester) -> None:
    program = """
        import os, time

        def test_waits(wiki):
            with open("process.new", "w") as file:
                print(wiki._process.pid, file=file)
            os.rename("process.new", "process")
            time.sleep(60)
    """
    pytester.makepyfile(program)
    line = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    with subprocess.Popen(line, cwd=pytester.path, stdout=subprocess.DEVNULL) as killed:
        file = pytester.path / "process"
        while not file.exists():
            assert killed.poll() is None
        process = int(file.read_text())
        assert is_alive(process)
        killed.kill()
    assert ends(process)
