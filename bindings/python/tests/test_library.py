from __future__ import annotations

import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any, Dict, List, Type

import cffi
import pytest
from support import run_python

import mwaccount
from mwaccount import (
    CaptchaKind,
    Dialect,
    Effect,
    Failure,
    FieldKind,
    Format,
    Reason,
    StepKind,
    library_version,
)
from mwaccount._native import from_c
from mwaccount._native.c_library import library
from mwaccount._native.enums import member, number
from mwaccount.str_enum import StrEnum

HEADER = (Path(__file__).parents[3] / "include" / "mwaccount.h").read_text(encoding="utf-8")
PACKAGE = Path(mwaccount.__file__).parent
BUNDLED = PACKAGE / "_native" / "mwaccount" / "libmwaccount.so"

PROGRAM = """
from mwaccount import LibraryUnusable, library_version
try:
    print(library_version())
except LibraryUnusable as exc:
    print(exc.message)
"""


def output_with(library: Path) -> str:
    """Returns the output of PROGRAM with this library: its version, or the message of the exception."""
    ended = run_python(PROGRAM, MWACCOUNT_LIBRARY=str(library))
    assert ended.returncode == 0, ended.stdout
    return ended.stdout


def test_cffi_parses_the_header() -> None:
    """Without the preprocessor lines, which the build removes too."""
    ffi = cffi.FFI()
    ffi.cdef("\n".join(line for line in HEADER.splitlines() if not line.startswith("#")))
    lib: Any = ffi.dlopen(str(BUNDLED))
    assert lib.mwa_abi_version() == int(header_abi())
    assert lib.MWA_REASON_OTHER == library().MWA_REASON_OTHER
    assert set(dir(lib)) == set(dir(library()))


def header_abi() -> str:
    found = re.search(r"^#define MWA_ABI_VERSION (\d+)$", HEADER, re.MULTILINE)
    assert found is not None
    return found[1]


def test_library_is_bundled() -> None:
    assert BUNDLED.is_file()
    assert (PACKAGE / "py.typed").is_file()
    assert library_version() == version("mwaccount")
    assert re.fullmatch(r"\d+\.\d+\.\d+", library_version())


def test_library_from_environment_variable(tmp_path: Path) -> None:
    other = tmp_path / "libmwaccount.so.0"
    shutil.copy(BUNDLED, other)
    assert output_with(other) == f"{library_version()}\n"


def test_missing_library(tmp_path: Path) -> None:
    assert str(tmp_path / "nowhere.so") in output_with(tmp_path / "nowhere.so")
    assert "MWACCOUNT_LIBRARY" in output_with(tmp_path / "nowhere.so")


def test_file_that_is_not_a_library(tmp_path: Path) -> None:
    other = tmp_path / "other.so"
    other.write_text("no library")
    assert f"{other} from MWACCOUNT_LIBRARY cannot be loaded" in output_with(other)


def compiled(folder: Path, source: str) -> Path:
    """Compiles a library of one file."""
    (folder / "other.c").write_text(source)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", folder / "other.so", folder / "other.c"], check=True)
    return folder / "other.so"


def test_library_with_another_abi(tmp_path: Path) -> None:
    other = compiled(tmp_path, "unsigned mwa_abi_version(void) { return 77; }")
    assert f"has ABI 77, but this package needs ABI {header_abi()}" in output_with(other)


def test_library_with_missing_functions(tmp_path: Path) -> None:
    other = compiled(tmp_path, f"unsigned mwa_abi_version(void) {{ return {header_abi()}; }}")
    assert "does not match this package" in output_with(other)
    assert "mwa_" in output_with(other)


def test_package_without_its_library(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "mwaccount")
    shutil.rmtree(tmp_path / "mwaccount" / "_native" / "mwaccount")
    ended = run_python(PROGRAM, PYTHONPATH=str(tmp_path))
    assert "is the package installed?" in ended.stdout


ENUMS: Dict[Type[StrEnum], List[str]] = {
    StepKind: ["NONE", "PROBED", "IMAGE"],
    FieldKind: [],
    CaptchaKind: ["NONE"],
    Dialect: ["UNKNOWN"],
    Effect: [],
    Format: [],
    Failure: [],
    Reason: ["NONE"],
}


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_enum_matches_the_header(enum: Type[StrEnum]) -> None:
    prefix = re.sub("(?<!^)[A-Z]", r"_\g<0>", enum.__name__).upper()
    constants = re.findall(rf"^ +MWA_{prefix}_(\w+) = (\d+),$", HEADER, re.MULTILINE)
    assert len(constants) == len(enum) + len(ENUMS[enum])
    for name, value in constants:
        expected = None if name in ENUMS[enum] else enum[name]
        assert member(enum, int(value)) is expected
        assert expected is None or number(expected) == int(value)
    assert member(enum, 4711) is None


def test_reasons() -> None:
    for reason in Reason:
        assert reason.value == reason.name.lower().replace("_", "-")
        assert from_c.text(library().mwa_reason_name(number(reason))) == reason.value
    assert from_c.reason(4711) is Reason.OTHER
    assert (str(Reason.NAME_TAKEN), f"{Reason.NAME_TAKEN}", Reason.NAME_TAKEN) == ("name-taken",) * 3


def test_every_header_function_is_used() -> None:
    functions = re.findall(r"^[\w *]*\b(mwa_\w+)\(", HEADER, re.MULTILINE)
    assert len(functions) > 100
    source = "".join(file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py") if file.name != "ffi.py")
    options = [f"mwa_options_set_{name}" for name in mwaccount.Options.__dataclass_fields__]
    accounts = [f"mwa_account_set_{name}" for name in mwaccount.NewAccount.__dataclass_fields__]
    # The status is the class of the exception, the name of a reason its value; _free is called by the kind of a handle.
    # What follows from the other values of a plain object is computed from them.
    computed = ["mwa_creator_limits_has_right", "mwa_creator_limits_least_time"]
    computed += ["mwa_field_takes_answer", "mwa_answers_set_line", "mwa_image_extension"]
    others = ["mwa_error_status", "mwa_reason_name", *options, *accounts, *computed]
    assert [
        function
        for function in functions
        if function not in source and function not in others and not function.endswith("_free")
    ] == []
