"""
Requests pages that create accounts from a web server with several processes, gunicorn over HTTP or php-fpm over FastCGI.

Reloads the server after an eighth of the time, and ends it at the end.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import signal
import socket
import struct
import threading
import time
from collections import Counter
from typing import Callable, Counter as Counts
from urllib.parse import urlencode

# Records of FastCGI: https://fastcgi-archives.github.io/FastCGI_Specification.html
BEGIN, END, PARAMS, STDIN, STDOUT = 1, 3, 4, 5, 6


def record(kind: int, content: bytes) -> bytes:
    return struct.pack(">BBHHBB", 1, kind, 1, len(content), 0, 0) + content


def fastcgi(path: str, script: str, address: str, query: str) -> str:
    """Requests a script, and returns the body of the response."""
    parameters = {
        "GATEWAY_INTERFACE": "CGI/1.1",
        "REQUEST_METHOD": "GET",
        "SCRIPT_FILENAME": script,
        "QUERY_STRING": query,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "LOAD_ADDRESS": address,
    }
    encoded = b"".join(
        struct.pack(">II", len(name) | 1 << 31, len(value) | 1 << 31) + name.encode() + value.encode()
        for name, value in parameters.items()
    )
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(60)
        connection.connect(path)
        begin = record(BEGIN, struct.pack(">HB5x", 1, 0))
        connection.sendall(begin + record(PARAMS, encoded) + record(PARAMS, b"") + record(STDIN, b""))
        stream = connection.makefile("rb")
        output = b""
        while header := stream.read(8):
            _, kind, _, length, padding, _ = struct.unpack(">BBHHBB", header)
            content = stream.read(length + padding)[:length]
            if kind == STDOUT:
                output += content
            if kind == END:
                return output.partition(b"\r\n\r\n")[2].decode()
    raise ConnectionError("the answer has no end")


def over_http(port: int, query: str) -> str:
    """Requests a page, and returns its body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", f"/?{query}")
        response = connection.getresponse()
        text = response.read().decode()
        return text if response.status == 200 else f"status {response.status}"
    finally:
        connection.close()


def visit(page: Callable[[str], str], number: int, pause: float, end: float, counts: Counts[str]) -> None:
    """Requests pages one after the other."""
    count = 0
    while time.monotonic() < end:
        count += 1
        values = {"name": f"Web {number} {count}", "wiki": random.randrange(10), "kept": random.randrange(2)}
        try:
            counts[page(urlencode(values)) or "an empty page"] += 1
        except OSError as exc:
            counts[f"no answer: {type(exc).__name__}"] += 1
        time.sleep(pause)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("server", choices=["gunicorn", "php-fpm"])
    parser.add_argument("place", help="the port of gunicorn, or the socket of php-fpm")
    parser.add_argument("pid_file")
    parser.add_argument("address", help="the address of the wikis")
    parser.add_argument("--script", help="the page of php-fpm")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=10)
    settings = parser.parse_args()
    while not os.path.exists(settings.pid_file):
        time.sleep(0.1)
    time.sleep(1)
    with open(settings.pid_file) as file:
        master = int(file.read())

    def page(query: str) -> str:
        if settings.server == "gunicorn":
            return over_http(int(settings.place), query)
        return fastcgi(settings.place, settings.script, settings.address, query)

    counts: Counts[str] = Counter()
    end = time.monotonic() + settings.seconds
    visitors = [
        threading.Thread(target=visit, args=(page, number, 4 / settings.rate, end, counts)) for number in range(4)
    ]
    for visitor in visitors:
        visitor.start()
    time.sleep(settings.seconds / 8)
    reload = signal.SIGHUP if settings.server == "gunicorn" else signal.SIGUSR2
    os.kill(master, reload)
    for visitor in visitors:
        visitor.join()
    os.kill(master, signal.SIGTERM)
    print(", ".join(f"{count} {kind}" for kind, count in counts.most_common()))
    assert counts["Created"] > 0, "no account was created"
    assert counts["the library is not preloaded"] == 0


if __name__ == "__main__":
    main()
