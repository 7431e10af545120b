"""Secrets in the memory of a process after everything was closed, as a core file would show them."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from typing import Dict

import pytest
from conftest import Start

# The last letters of a secret are sought: an allocator writes its own data over the first ones of what is freed.
START = "Planted-in-the-memory-of-a-process-"
PASSWORD = START + "for-a-new+password-71"
CREATOR = START + "for-a-cre+ator-72"
HTTP = START + "for-the-ser+ver-73"
CONTROL = START + "to-stay-there-99"

# The secrets come over a pipe, and the texts of Python are dropped. The last one stays on purpose.
PROGRAM = """
import gc, os, sys
from mwaccount import Credentials, NewAccount, Options, Wiki

def converse():
    password, creator, http = os.read(0, 4096).decode().split()
    with Wiki(sys.argv[1], Options(http_user="lab", http_password=http)) as wiki:
        with wiki.log_in(Credentials.password("Nobody", creator)) as login:
            login.step()
        wiki.log_out()
        with wiki.create(NewAccount("Zoe", password)) as creation:
            print(type(creation.step()).__name__, flush=True)

converse()
control = os.read(0, 4096)
gc.collect()
print("closed", flush=True)
os.read(0, 1)
"""


def count(process: int, texts: Dict[str, bytes]) -> Dict[str, int]:
    """Counts texts in the memory of another process."""
    counts = dict.fromkeys(texts, 0)
    with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
        for line in maps:
            found = re.match("([0-9a-f]+)-([0-9a-f]+) r", line)
            if not found or "[v" in line:
                continue
            start, end = (int(at, 16) for at in found.groups())
            memory.seek(start)
            try:
                content = memory.read(end - start)
            except OSError:
                continue
            for name, text in texts.items():
                counts[name] += content.count(text)
    return counts


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_the_library_leaves_no_secret(testwiki: Start) -> None:
    """
    Python never overwrites its texts, so that some copies of its own may be left. What the library makes of them,
    encoded for a request, must be gone. ureq's copy of the header of HTTP authentication is not overwritten.
    """
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, testwiki("--release 1.43").api],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
    )
    assert child.stdin and child.stdout
    with child:
        child.stdin.write(f"{PASSWORD} {CREATOR} {HTTP}".encode())
        assert child.stdout.readline() == b"Created\n"
        child.stdin.write(CONTROL.encode())
        assert child.stdout.readline() == b"closed\n"
        header = base64.b64encode(f"lab:{HTTP}".encode())
        left = count(
            child.pid,
            {
                "password": PASSWORD[-16:].encode(),
                "password in a form": PASSWORD.replace("+", "%2B")[-16:].encode(),
                "creator": CREATOR[-16:].encode(),
                "creator in a form": CREATOR.replace("+", "%2B")[-16:].encode(),
                "HTTP password": HTTP[-16:].encode(),
                "header": header[-24:-4],
                "control": CONTROL[-16:].encode(),
            },
        )
        child.stdin.write(b"\n")
    print(left)
    assert left.pop("control") > 0
    for name in ("password in a form", "creator in a form"):
        assert left.pop(name) == 0, name
    assert left.pop("header") <= 4
    # The texts of Python itself: a bound for copies that the package would make.
    assert all(copies <= 6 for copies in left.values()), left
