"""Creates accounts on many wikis at once with asyncio, with an HTTP client of its own and in threads."""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections import Counter
from typing import Counter as Counts
from urllib.parse import urlsplit

from mwaccount import (
    Ask,
    Conversation,
    Created,
    Creation,
    Failure,
    MwaccountError,
    NewAccount,
    Options,
    Request,
    Response,
    Step,
    Wiki,
)

PASSWORD = "Correct-horse-7-battery"
ANSWERS = {"captcha": "Paris"}
TIMEOUT = 5
MAX_BODY = 1 << 20


async def exchange(request: Request) -> Response:
    """Sends a request over a new connection, which the server closes after the response."""
    url = urlsplit(request.url)
    reader, writer = await asyncio.open_connection(url.hostname, url.port or 80)
    try:
        body = request.body() or b""
        target = url.path + (f"?{url.query}" if url.query else "")
        head = [f"{request.method} {target} HTTP/1.1", f"Host: {url.netloc}", "Connection: close"]
        head += [f"{name}: {value}" for name, value in request.headers()]
        if body:
            head.append(f"Content-Length: {len(body)}")
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        await writer.drain()
        received = bytearray()
        while part := await reader.read(1 << 16):
            received += part
            if len(received) > MAX_BODY:
                raise OSError("the response is too large")
    finally:
        writer.close()
    top, separator, content = bytes(received).partition(b"\r\n\r\n")
    if not separator:
        raise OSError("the response is incomplete")
    status, *lines = top.decode("latin-1").split("\r\n")
    headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    return Response(int(status.split()[1]), headers, content)


async def drive(conversation: Conversation) -> None:
    """Sends requests until the conversation waits for its caller or has ended."""
    while (request := conversation.next_request()) is not None:
        await asyncio.sleep(request.wait)
        try:
            response = await asyncio.wait_for(exchange(request), TIMEOUT)
        except ConnectionRefusedError:
            conversation.feed_failure(Failure.NOT_SENT, "the connection was refused")
        except (OSError, asyncio.TimeoutError):
            conversation.feed_failure(Failure.LOST, "the connection broke")
        except asyncio.CancelledError:
            conversation.feed_failure(Failure.LOST, "the task was cancelled")
            raise
        else:
            conversation.feed(response)


async def create(creation: Creation, in_thread: bool) -> Step:
    """Runs a creation to its end, and answers a captcha on the way."""
    if in_thread:
        step = await asyncio.to_thread(creation.step)
        return await asyncio.to_thread(creation.answer, ANSWERS) if isinstance(step, Ask) else step
    await drive(creation)
    step = creation.step()
    if isinstance(step, Ask):
        creation.give_answers(ANSWERS)
        await drive(creation)
        step = creation.step()
    return step


async def client(api: str, number: int, pause: float, end: float, counts: Counts[str]) -> None:
    """Creates accounts on one wiki, about one in each pause."""
    wiki = Wiki(api, Options(timeout=TIMEOUT))
    count = 0
    is_new = True
    wait = random.uniform(0, pause)
    while wait < end - time.monotonic():
        await asyncio.sleep(wait)
        wait = random.uniform(0.5, 1.5) * pause
        count += 1
        if random.random() < 0.05:
            # The garbage collector frees the old one.
            wiki = Wiki(api, Options(timeout=TIMEOUT))
            is_new = True
        creation = wiki.create(NewAccount(f"Load {number} {count}", password=PASSWORD))
        # A wiki opens its own connection at its first creation in a thread, and keeps it. Each does so at once,
        # since what they use would otherwise grow until the last of them has.
        in_thread = is_new or random.random() < 0.1
        is_new = False
        task = asyncio.ensure_future(create(creation, in_thread))
        if random.random() < 0.02:
            await asyncio.sleep(random.uniform(0, 0.02))
            wiki.canceller().cancel()
        try:
            step = await task
            counts[type(step).__name__] += 1
        except MwaccountError as exc:
            counts[f"error {exc.reason}"] += 1
        wiki.canceller().reset()
    await asyncio.sleep(max(0.0, end - time.monotonic()))


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="the address that mwaccount-load wikis printed")
    parser.add_argument("--wikis", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=20, help="the creations that are begun in a second")
    settings = parser.parse_args()
    end = time.monotonic() + settings.seconds
    pause = settings.wikis / settings.rate
    counts: Counts[str] = Counter()
    clients = (
        client(f"{settings.address}/w{number}/api.php", number, pause, end, counts) for number in range(settings.wikis)
    )
    await asyncio.gather(*clients)
    print(", ".join(f"{count} {kind}" for kind, count in counts.most_common()))
    assert counts[Created.__name__] > 0, "no account was created"


if __name__ == "__main__":
    asyncio.run(main())
