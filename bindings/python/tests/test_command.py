"""The command `mwaccount`, which comes with the package."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from importlib.metadata import version
from pathlib import Path
from typing import List

from conftest import Start

import mwaccount
from mwaccount import __main__ as main
from mwaccount import library_version

SCRIPT = Path(sysconfig.get_path("scripts")) / "mwaccount"


def run(command: List[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, timeout=60)


def test_the_command_and_the_package_have_one_version() -> None:
    for command in ([str(SCRIPT)], [sys.executable, "-m", "mwaccount"]):
        printed = run([*command, "--version"])
        assert (printed.returncode, printed.stdout.split()[:2]) == (0, ["mwaccount", version("mwaccount")])
    assert library_version() == mwaccount.__version__ == version("mwaccount")


def test_the_command_creates_an_account(testwiki: Start, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("Correct-horse-7-battery\n")
    arguments = ["create", testwiki("--release 1.43").api, "--name", "Zoe", "--password-file", str(password)]
    created = run([sys.executable, "-m", "mwaccount", *arguments, "--json"])
    assert (created.returncode, json.loads(created.stdout)["outcome"]) == (0, "created")


def test_arguments_and_the_status_are_passed_on() -> None:
    ended = run([sys.executable, "-m", "mwaccount", "create", "--no such option"])
    assert ended.returncode == 2


def test_a_package_in_a_folder_finds_its_command(tmp_path: Path) -> None:
    """As `pip install --target FOLDER` leaves it."""
    package = tmp_path / "mwaccount"
    package.mkdir()
    copied = package / "__main__.py"
    copied.write_text(Path(main.__file__).read_text(encoding="utf-8"))
    script = f"""
import runpy, sysconfig
sysconfig.get_path = lambda *names: "/nonexistent"
runpy.run_path({str(copied)!r}, run_name="__main__")
"""
    missing = subprocess.run([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True)
    assert (missing.returncode, "not installed" in missing.stderr) == (1, True)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "mwaccount").symlink_to(SCRIPT)
    # Without a subcommand it prints its help.
    assert run([sys.executable, "-c", script]).returncode == 2
