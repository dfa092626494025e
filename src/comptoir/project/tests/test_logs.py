"""Lines of answers from memory, which are written together."""

from __future__ import annotations

import io
import json
import logging
import time
from itertools import pairwise

import pytest

from comptoir.project import logs


class Pieces(io.StringIO):
    """What each write brought."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []
        self.full = False

    def write(self, text: str) -> int:
        if self.full:
            raise OSError(28, "No space left on device")
        self.sizes.append(len(text))
        return super().write(text)


def test_lines_are_written_whole_in_their_order_and_soon(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    out = Pieces()
    monkeypatch.setattr(logging.getLogger(), "handlers", [logs.JsonLines(out)])
    logs.REQUESTS.setLevel(logging.INFO)
    request.addfinalizer(lambda: logs.REQUESTS.setLevel(logging.NOTSET))
    for number in range(100):
        logs.request("GET", "fr/", 200, 0.001, f"id-{number}", soon=True)
    logs.request("GET", "fr/", 500, 0.001, "at once")
    assert json.loads(out.getvalue().splitlines()[0])["request_id"] == "at once"
    until = time.monotonic() + 20 * logs.GATHERED
    while out.getvalue().count("\n") < 101 and time.monotonic() < until:
        time.sleep(logs.GATHERED / 5)
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [one["request_id"] for one in told[1:]] == [f"id-{number}" for number in range(100)]
    assert all(before["timestamp"] <= after["timestamp"] for before, after in pairwise(told[1:]))
    out.full = True
    logs.request("GET", "fr/", 200, 0.001, "lost", soon=True)
    time.sleep(3 * logs.GATHERED)
    out.full = False
    logs.request("GET", "fr/", 200, 0.001, "after", soon=True)
    time.sleep(3 * logs.GATHERED)
    assert '"after"' in out.getvalue(), "a disk that was full for a moment ends nothing"
    assert len(out.sizes) < 20 and max(out.sizes) <= logs.PIECE
