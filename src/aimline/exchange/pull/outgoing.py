"""The one door for requests that leave the installation (trust.md 4).

It opens only to the hosts of a connection, never follows a redirect, and never reaches an address that is not public
unless whoever keeps the installation named that host. The address is looked up once and then used as it was checked,
so that a name cannot lead somewhere else a moment later. Proxies of the environment are not asked.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message as Headers
from types import TracebackType
from urllib.parse import SplitResult, urlsplit

import aimline
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

PATIENCE_S = 60.0  # how long one answer may take from its first to its last byte
CONNECT_S = 15.0
MOST_BYTES = 64_000_000
BLOCK = 1 << 16
PORTS = {"https": 443, "http": 80}


class AddressRefused(AimlineError):
    """The address is not one that may be asked."""


class Redirected(AimlineError):
    """The other system sends us elsewhere, and we do not follow."""


class Cut(AimlineError):
    """The answer did not come, or not to its end; asking again may help."""


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers (by any case) and the body."""

    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True)
class Doors:
    """Where requests may go: the `hosts` of the connection, and the `private` ones the keeper of the house allows.

    Names are written "host" or "host:port", in lower case.
    """

    hosts: frozenset[str]
    private: frozenset[str] = frozenset()

    def parts(self, url: str) -> SplitResult:
        """Take an address apart; raises AddressRefused unless a request may go there."""
        parts = split(url)
        if host_of(parts) not in self.hosts:
            raise refused("other-host", "The address {host} does not belong to this connection.", parts)
        if parts.scheme != "https" and not self.is_private(parts):
            raise refused("not-https", "The address {host} does not begin with https://, so keys could be read.", parts)
        return parts

    def is_private(self, parts: SplitResult) -> bool:
        return bool({host_of(parts), parts.hostname or ""} & self.private)


def split(url: str) -> SplitResult:
    """Take an address apart; raises AddressRefused for what is no plain web address."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    plain = parts.scheme in PORTS and parts.hostname and not (parts.username or parts.password or parts.fragment)
    if not plain or port == 0 or any(letter.isspace() or not letter.isprintable() for letter in url.strip()):
        raise AddressRefused(
            "no-address",
            say("This is no web address."),
            say("Write it as the other system gives it, for example https://sis.example.org/ims/oneroster."),
        )
    return parts


def host_of(parts: SplitResult) -> str:
    """Return "host" or "host:port", the port only where it is not the usual one."""
    host, port = parts.hostname or "", parts.port
    return host if port in (None, PORTS[parts.scheme]) else f"{host}:{port}"


def refused(code: str, text: str, parts: SplitResult) -> AddressRefused:
    return AddressRefused(code, say(text, host=host_of(parts)), say("Check the address of the connection."))


class Client:
    """Asks one question after the other, over one kept connection a host; `clock` counts seconds."""

    def __init__(
        self, doors: Doors, *, patience_s: float = PATIENCE_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.doors, self.patience_s, self.clock = doors, patience_s, clock
        self._open: dict[str, http.client.HTTPConnection] = {}

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """Send one request and read its whole answer.

        Raises AddressRefused, Redirected, or Cut with the reason in words.
        """
        parts = self.doors.parts(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {"User-Agent": f"Aimline/{aimline.__version__}", "Accept": "application/json", **headers}
        try:
            connection = self._connection(parts)
            connection.request(method, path, body, sent)
            answer = self._read(connection)
        except ssl.SSLCertVerificationError as problem:
            self.close()
            raise Cut(
                "certificate",
                say("{host} does not prove who it is: its certificate cannot be trusted.", host=host_of(parts)),
                say("Nothing was sent. Tell the people who keep that system."),
            ) from problem
        except (OSError, UnicodeError, http.client.HTTPException) as problem:
            self.close()
            raise cut(parts) from problem
        if 300 <= answer.status < 400:
            raise redirected(parts, answer.headers.get("Location", ""))
        return answer

    def _connection(self, parts: SplitResult) -> http.client.HTTPConnection:
        key = f"{parts.scheme}://{host_of(parts)}"
        if key not in self._open or self._open[key].sock is None:
            made = _connect(parts, is_private=self.doors.is_private(parts))
            made.sock.settimeout(self.patience_s)
            self._open[key] = made
        return self._open[key]

    def _read(self, connection: http.client.HTTPConnection) -> Answer:
        ends_at = self.clock() + self.patience_s
        response, blocks, n_bytes = connection.getresponse(), list[bytes](), 0
        while block := response.read1(BLOCK):
            blocks.append(block)
            n_bytes += len(block)
            if n_bytes > MOST_BYTES or self.clock() > ends_at:
                raise http.client.HTTPException("larger or slower than we wait for")
        if response.length:  # a body that ends before the length it announced
            raise http.client.IncompleteRead(b"", response.length)
        response.close()
        return Answer(response.status, response.headers, b"".join(blocks))


def _connect(parts: SplitResult, *, is_private: bool) -> http.client.HTTPConnection:
    """Open a connection to an address that was looked up and checked first."""
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not is_private and not all(is_public(str(entry[4][0])) for entry in found):
        raise AddressRefused(
            "private-address",
            say("The address {host} lies in a private network.", host=host_of(parts)),
            say("Whoever keeps this installation can allow it by name: AIMLINE_PRIVATE_HOSTS."),
        )
    tunnel = _plugged(found)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, port, context=context)
        connection.sock = context.wrap_socket(tunnel, server_hostname=host)
    else:
        connection = http.client.HTTPConnection(host, port)
        connection.sock = tunnel
    connection.auto_open = 0  # it never looks the name up by itself
    return connection


def _plugged(found: Sequence[tuple[int, int, int, str, tuple[object, ...]]]) -> socket.socket:
    """Connect to the first of the addresses that answers."""
    trouble = OSError("no address")
    for family, kind, protocol, _, address in found:
        plug = socket.socket(family, kind, protocol)
        plug.settimeout(CONNECT_S)
        try:
            plug.connect(address)
        except OSError as problem:
            plug.close()
            trouble = problem
        else:
            return plug
    raise trouble


def is_public(address: str) -> bool:
    """True for an address of the open internet, also behind the notations that carry one address inside another."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inside = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in NAT64:
            inside.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if not all(one.is_global and not one.is_multicast for one in inside if one is not None):
            return False
        if ip.ipv4_mapped is not None:
            return True
    return ip.is_global and not ip.is_multicast


NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def cut(parts: SplitResult) -> Cut:
    return Cut(
        "no-answer",
        say("{host} did not answer, or its answer broke off.", host=host_of(parts)),
        say("What came before is kept. Check the address, or go on later."),
    )


def redirected(parts: SplitResult, location: str) -> Redirected:
    try:
        there = host_of(split(location)) if "//" in location else host_of(parts)
    except AddressRefused:
        there = "another address"
    return Redirected(
        "redirected",
        say("{host} sends us to {there}, and we ask no address that nobody typed.", host=host_of(parts), there=there),
        say("If that is the right one, write its address into the connection."),
    )
