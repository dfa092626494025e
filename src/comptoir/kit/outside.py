"""Calling an address that somebody else gave, without being made to call our own network.

All addresses of the host must be public, and the connection is made to one that was checked: a name that answers
differently a moment later (DNS rebinding) changes nothing. Redirections are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

# Ranges that carry an IPv4 address inside and are "global" by themselves: NAT64, 6to4, Teredo.
TRANSLATED = tuple(
    ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
)
PORTS = (443, 8443)
LONGEST_ADDRESS = 2000
HERE = ("127.0.0.1", "localhost", "::1")
EXCERPT_BYTES = 4096


class Unfit(Exception):
    """This address may not be called; the text is a code: not_an_address, not_https, port, inside."""


class Unreachable(Exception):
    """No answer came this time; the text says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`excerpt` is the beginning of the body, at most 4,096 bytes."""

    status: int
    headers: Mapping[str, str]
    excerpt: bytes


def is_public(target: str) -> bool:
    """Whether an IP address lies on the public internet, looked at through mappings and tunnels."""
    address = ipaddress.ip_address(target.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif any(address in network for network in TRANSLATED):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def check(address: str, *, local: bool) -> tuple[SplitResult, str]:
    """The parts of an address and the IP address to connect to. Refuses Unfit and Unreachable.

    Only https on 443 or 8443, no name or password in it, and only hosts all of whose addresses are public. With
    `local` this machine may be called too, by http and on any port.
    """
    parts = _parts(address)
    port = port_of(parts)
    here = local and parts.hostname in HERE
    if not here and parts.scheme != "https":
        raise Unfit("not_https")
    if not here and port not in PORTS:
        raise Unfit("port")
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as trouble:
        raise Unreachable("unknown host") from trouble
    targets = [str(entry[4][0]) for entry in found]
    if here:
        return parts, next((t for t in targets if "." in t), targets[0])
    if not all(is_public(target) for target in targets):
        raise Unfit("inside")
    return parts, targets[0]


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        good = parts.port is None or 0 < parts.port < 65536
    except ValueError as trouble:
        raise Unfit("not_an_address") from trouble
    plain = address.isascii() and address.isprintable() and " " not in address and len(address) <= LONGEST_ADDRESS
    if not (plain and good and parts.hostname) or parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise Unfit("not_an_address")
    return parts


def port_of(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def post(address: str, body: bytes, headers: Mapping[str, str], *, local: bool, seconds: float) -> Answer:
    """POST to a checked address; everything together takes at most `seconds`. Refuses Unfit and Unreachable.

    Certificates are verified for the name in the address. Whatever status comes is answered, redirections too.
    """
    parts, target = check(address, local=local)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        lines = [socket.create_connection((target, port_of(parts)), timeout=seconds)]
        # A receiver that drips a byte now and then would never time out: the line is cut.
        cut = threading.Timer(seconds, _cut, [lines])
        cut.daemon = True
        cut.start()
        try:
            return _exchange(parts, path, lines, body, headers)
        finally:
            cut.cancel()
            for line in lines:
                line.close()
    except (OSError, http.client.HTTPException, UnicodeError) as trouble:
        raise Unreachable(f"{type(trouble).__name__}: {trouble}"[:200]) from trouble


def _exchange(
    parts: SplitResult, path: str, lines: list[socket.socket], body: bytes, headers: Mapping[str, str]
) -> Answer:
    if parts.scheme == "https":
        secure = ssl.create_default_context().wrap_socket(
            lines[0], server_hostname=parts.hostname, do_handshake_on_connect=False
        )
        lines.append(secure)
        secure.do_handshake()
    connection = http.client.HTTPConnection(str(parts.hostname), port_of(parts))
    connection.sock = lines[-1]
    connection.request("POST", path, body=body, headers=dict(headers))
    with connection.getresponse() as answer:
        return Answer(answer.status, dict(answer.headers.items()), answer.read(EXCERPT_BYTES))


def _cut(lines: list[socket.socket]) -> None:
    with suppress(OSError):
        lines[-1].shutdown(socket.SHUT_RDWR)
