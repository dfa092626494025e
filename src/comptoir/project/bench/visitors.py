"""Visitors over HTTP in a process of their own, one thread for all: python -m comptoir.project.bench.visitors.

Reads {port, paths, cookies, at_once, seconds, count} as JSON from its parent: connections that each ask for the next
path, with the next cookie header, as soon as they have their answer, until the time is over or so many are answered (0:
no such end). Answers JSON: answered, seconds in all, p50_ms and p95_ms, sizes (least, most), statuses, and its own
seconds of processor: when they come near the seconds in all, it was the client that was measured.
"""

from __future__ import annotations

import itertools
import json
import selectors
import socket
import sys
import time
from collections import Counter
from typing import Any

from comptoir.project.bench.figures import percentiles

LARGEST = 1_000_000


class Connection:
    """`left` is what is missing of the answer; None before its head has come."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.asked = 0.0
        self.left: int | None = None

    def ask(self, request: bytes) -> None:
        self.left, self.asked = None, time.perf_counter()
        self.socket.sendall(request)


def visit(
    *, port: int, paths: list[str], cookies: list[str], at_once: int, seconds: float, count: int
) -> dict[str, Any]:
    requests = itertools.cycle(_requests(port, paths, cookies))
    waiting = selectors.EpollSelector()
    for _ in range(at_once):
        connection = Connection(port)
        connection.ask(next(requests))
        waiting.register(connection.socket, selectors.EVENT_READ, connection)
    view = memoryview(bytearray(LARGEST))
    took: list[float] = []
    statuses: Counter[str] = Counter()
    sizes: set[int] = set()
    began, busy = time.perf_counter(), time.process_time()
    while time.perf_counter() - began < seconds and (not count or len(took) < count):
        for ready, _events in waiting.select(1):
            connection = ready.data
            got = connection.socket.recv_into(view)
            if not got:
                raise OSError("the server closed the connection")
            if connection.left is None:
                head = bytes(view[: min(got, 4096)]).lower()
                end, length = head.index(b"\r\n\r\n"), head.index(b"content-length:")
                size = int(head[length + 15 : head.index(b"\r", length)])
                statuses[head[9:12].decode()] += 1
                sizes.add(size)
                connection.left = end + 4 + size
            connection.left -= got
            if connection.left <= 0:
                took.append(time.perf_counter() - connection.asked)
                connection.ask(next(requests))
    total, busy = time.perf_counter() - began, time.process_time() - busy
    p50, p95 = percentiles(took)
    return {
        "answered": len(took), "seconds": total, "busy": busy, "p50_ms": p50, "p95_ms": p95, "statuses": statuses,
        "sizes": [min(sizes), max(sizes)] if sizes else [],
    }  # fmt: skip


def _requests(port: int, paths: list[str], cookies: list[str]) -> list[bytes]:
    """One for each path; the cookies take turns."""
    turns = itertools.cycle([f"Cookie: {cookie}\r\n" for cookie in cookies] or [""])
    host = f"Host: 127.0.0.1:{port}\r\nAccept: text/html\r\nAccept-Language: fr\r\nUser-Agent: bench\r\n"
    return [f"GET {path} HTTP/1.1\r\n{host}{next(turns)}\r\n".encode() for path in paths]


if __name__ == "__main__":
    print(json.dumps(visit(**json.load(sys.stdin))))
