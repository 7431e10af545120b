"""An HTTP client for conversations, with asyncio and httpx."""

from __future__ import annotations

import asyncio
import functools
import ipaddress
import os
import ssl
from typing import Dict, List, Optional, Tuple, Union
from urllib.parse import urlsplit

from .conversation import Conversation
from .errors import InvalidArgument
from .options import Options
from .reason import Reason
from .request import Effect, Request
from .response import Failure, Response
from .secret import Secret

try:
    import httpx
except ImportError as exc:
    raise ImportError("mwaccount.aio needs httpx: pip install 'mwaccount[async]'") from exc

_MAX_TRIES = 3
# The longest Retry-After to wait for, in seconds.
_MAX_WAIT = 10

# With these errors there was no connection yet, so no request was sent.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL)


class AsyncHttp:
    """
    Sends the requests of a wiki's conversations.

    Each request has a connection of its own: the one that may create an account needs a new one, because a kept
    connection may turn out to be closed, and most creations have only one other. Cookies and redirects are left to the
    library.
    """

    def __init__(self, address: str, options: Options) -> None:
        """Makes a client for the wiki at an address. Raises InvalidArgument for files that are no certificates."""
        self._host = _host(address)
        self._timeout = 30 if options.timeout is None else options.timeout
        self._max_body = 1 << 20 if options.max_body is None else options.max_body
        self._proxy = None if options.proxy is None else Secret.of(options.proxy)
        self._log = options.log
        self._tls = _tls(options)

    async def drive(self, conversation: Conversation) -> None:
        """
        Sends requests until the conversation waits for its caller or has ended. The method that returns the result,
        such as step(), then sends nothing.

        If the task is cancelled, the conversation gets to know whether the request may have reached the wiki.
        """
        while True:
            request = conversation.next_request()
            if request is None:
                return
            exchange = _Exchange(self, request)
            try:
                response = await exchange.run()
            except asyncio.CancelledError:
                conversation.feed_failure(exchange.failure, "the task was cancelled", Reason.CANCELLED)
                raise
            except Exception as exc:
                failure, reason = _classify(exc, exchange.failure)
                conversation.feed_failure(failure, f"httpx raised {_message(exc)}", reason)
            else:
                conversation.feed(response)

    async def send(self, request: Request) -> Response:
        """Sends a request once, over a new connection."""
        extensions = {"timeout": httpx.Timeout(self._timeout).as_dict()}
        # Built here and not by the client, which would add headers and cookies of its own.
        plain = httpx.Request(
            request.method, request.url, headers=request.headers(), content=request.body(), extensions=extensions
        )
        proxy = None if self._proxy is None else self._proxy.reveal()
        async with httpx.AsyncClient(verify=self._tls, proxy=proxy, follow_redirects=False) as client:
            received = await client.send(plain, stream=True)
            try:
                body = bytearray()
                async for part in received.aiter_bytes(1 << 16):
                    body += part
                    if len(body) > self._max_body:
                        raise _TooLarge
            finally:
                await received.aclose()
            return Response(received.status_code, received.headers.multi_items(), bytes(body))

    async def refuse_to_lead_inside(self, url: str) -> None:
        """
        Raises an error if a redirect has led to a host that is further inside than that of the caller's address, such
        as from the internet to this machine.
        """
        host = _host(url)
        if host != self._host:
            there, here = await asyncio.gather(_depths(host), _depths(self._host))
            if max(there, default=0) > min(here, default=0):
                raise _LeadsInside

    def log(self, line: str) -> None:
        """Passes a line to the log of the options."""
        if self._log is not None:
            self._log(line)

    @property
    def timeout(self) -> float:
        """The time limit of a request in seconds."""
        return self._timeout


class _Exchange:
    """A request on its way, which is repeated if it only reads."""

    def __init__(self, http: AsyncHttp, request: Request) -> None:
        self._http = http
        self._request = request
        # The failure to report if the exchange is given up now.
        self.failure = Failure.NOT_SENT

    async def run(self) -> Response:
        """Waits as the request asks, sends it, and returns the response to the last try."""
        request = self._request
        wait: Optional[float] = request.wait
        tries = 0
        while True:
            await asyncio.sleep(wait or 0)
            await self._http.refuse_to_lead_inside(request.url)
            tries += 1
            self._http.log(request.purpose + (f" (try {tries})" if tries > 1 else ""))
            self.failure = Failure.LOST
            last = request.effect is not Effect.READ or tries == _MAX_TRIES or _is_signed(request)
            try:
                response = await asyncio.wait_for(self._http.send(request), self._http.timeout)
            except Exception as exc:
                self._http.log(f"{request.purpose}: {_message(exc)}")
                failure, reason = _classify(exc, self.failure)
                if last or failure is Failure.NOT_SENT or reason is not Reason.UNREACHABLE:
                    raise
                wait = 0.25 * tries
            else:
                self._http.log(f"{request.purpose}: HTTP {response.status}")
                wait = _retry_after(response)
                if last or wait is None:
                    return response


class _TooLarge(Exception):
    """The body of a response exceeded the limit."""


class _LeadsInside(Exception):
    """A redirect led further inside the network."""


def _is_signed(request: Request) -> bool:
    """Returns True for a request with an OAuth 1.0a token, of which a wiki accepts each signature once."""
    return any(name.lower() == "authorization" and value.startswith("OAuth ") for name, value in request.headers())


def _retry_after(response: Response) -> Optional[float]:
    """Returns the seconds after which a read is repeated, or None if that cannot help."""
    if response.status not in (429, 502, 503, 504):
        return None
    for name, value in response.headers:
        if name.lower() == "retry-after" and value.isascii() and value.isdigit():
            return float(value) if float(value) <= _MAX_WAIT else None
    return 1


def _classify(exc: Exception, failure: Failure) -> Tuple[Failure, Reason]:
    """Returns whether the request may have been sent, and the reason. When in doubt, it may."""
    if isinstance(exc, _LeadsInside):
        return Failure.NOT_SENT, Reason.INSECURE
    if isinstance(exc, _TooLarge):
        return failure, Reason.TOO_LARGE
    if isinstance(exc, _NOT_SENT):
        cause: Optional[BaseException] = exc
        while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
            cause = cause.__cause__ or cause.__context__
        return Failure.NOT_SENT, Reason.UNREACHABLE if cause is None else Reason.INSECURE
    if isinstance(exc, (httpx.TimeoutException, asyncio.TimeoutError)):
        return Failure.TIMED_OUT, Reason.UNREACHABLE
    return failure, Reason.UNREACHABLE


def _message(exc: Exception) -> str:
    """Returns the name of an error. Its text may contain a secret in the address."""
    names: Dict[type, str] = {
        _TooLarge: "no error, but the response was too large",
        _LeadsInside: "no error, but a redirect leads to an address inside of the network",
    }
    return names.get(type(exc), type(exc).__name__)


def _host(url: str) -> str:
    """Returns the host of an address, which may lack a scheme."""
    try:
        return urlsplit(url if "://" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""


async def _depths(host: str) -> List[int]:
    """Returns how far inside of the network the addresses of a host are: 0 for the internet, 3 for this machine."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None)
    except OSError:
        # The name is left to the proxy, or to the client, which cannot resolve it either.
        return []
    return [_depth(str(address[0])) for *_, address in found]


def _depth(text: str) -> int:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_loopback or address.is_unspecified:
        return 3
    if address.is_link_local:
        return 2
    return 0 if address.is_global and not address.is_multicast else 1


@functools.lru_cache(maxsize=None)
def _system_tls() -> ssl.SSLContext:
    """Returns the settings that trust the system's authorities, which take a while to read."""
    return ssl.create_default_context()


def _text(path: Union[str, os.PathLike[str], None]) -> Optional[str]:
    return None if path is None else os.fspath(path)


def _tls(options: Options) -> ssl.SSLContext:
    """Returns the settings of TLS: the authorities to trust, and the client certificate."""
    if options.ca_file is None and options.client_cert is None:
        return _system_tls()
    try:
        # PyPy takes no paths.
        context = ssl.create_default_context(cafile=_text(options.ca_file))
        if options.client_cert is not None:
            context.load_cert_chain(os.fspath(options.client_cert), _text(options.client_key))
    except (OSError, ssl.SSLError) as exc:
        raise InvalidArgument(f"a certificate or key of the options cannot be read: {exc}") from None
    return context
