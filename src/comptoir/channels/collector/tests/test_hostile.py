"""What is sent to hurt: it costs little, it holds nobody else up, and what is known is not lost by it."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from comptoir.channels.collector import bodies, desk, incoming, personal
from comptoir.channels.collector.errors import KeyUnknown, NotNow, TooDense, TooSlow
from comptoir.channels.storefront import apps as storefront
from comptoir.kit import sql
from comptoir.project import founding
from comptoir.sources import facade as sources

from .support import collecting, kept, opened, track

MB = 1_000_000


def spent(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def test_patterns_go_through_a_text_once() -> None:
    for piece in (b'\\"', b"\\\\", b"\\ud83d", b'"[', b'"\\'):
        body = piece * (MB // len(piece))
        assert spent(lambda body=body: bodies.mended(body)) < 0.8, piece
    for text in ("@" + "a" * MB, "a" * MB, "a%40" * (MB // 4), "a@b." * (MB // 4), "@.a" * (MB // 3), "a@" + ".a" * MB):
        assert spent(lambda text=text: personal.text_without("@" + text)) < 0.8, text[:9]
    assert bodies.mended(b'["\\\\\\ud83d", "\\\\ud83d"]') == b'["\\\\\\ufffd", "\\\\ud83d"]'
    told = personal.text_without(f"{'x' * 300}jean@exemple.fr_lea%40b.example, a@b, @c")
    assert "@exemple" not in told and "lea" not in told and told.count("email:") == 2


def test_long_names_are_not_remembered() -> None:
    personal._means.cache_clear()
    assert personal.means("e-mail") == "email" and personal.means("x" * 30_000 + "@") == "other"
    assert personal._means.cache_info().currsize == 1


def test_what_is_many_values_is_refused_before_it_is_taken_apart() -> None:
    for body in (b'{"batch":[' + b"1," * 2 * MB + b"1]}", b"[" * 4 * MB):
        with pytest.raises(TooDense):
            bodies.sparse(body)
    sent = bodies.batch(b'{"batch":[' + b"1," * 9_999 + b"1]}")
    assert (len(sent.items), sent.surplus) == (2_500, 7_500)


def test_a_long_batch_is_written_in_bites_and_answered_in_short(world: SimpleNamespace, monkeypatch) -> None:
    key, bites = opened(), []
    with collecting() as caller:
        write = desk.writing.write
        monkeypatch.setattr(desk.writing, "write", lambda *all: bites.append(len(all[1])) or write(*all))
        body = b'{"batch":[' + json.dumps(track()).encode() + b",1" * 3_999 + b"]}"
        status, answer = caller.post("/v1/batch", body, key)
        assert caller.post("/v1/batch", b'{"batch":[' + b"1," * 2 * MB + b"1]}", key)[0] == 413
    assert status == 200 and len(answer["refused"]) == 100 and answer["refused_in_all"] == 3_999
    assert sum(bites) == 2_501 and max(bites) <= 1_000 and len(kept()) == 1
    assert sql.rows("SELECT sum(times)::int FROM collector_tally WHERE reason = 'batch_too_long'") == [(1_500,)]


class Slow:
    """A body of which nothing comes until it is let go."""

    def __init__(self) -> None:
        self.asked, self.go = threading.Event(), threading.Event()

    def read(self, size: int) -> bytes:
        self.asked.set()
        self.go.wait(10)
        return b""


class Endless:
    taken = 0

    def read(self, size: int) -> bytes:
        self.taken += size
        return b"x" * size


def test_who_is_slow_holds_nobody_up(world: SimpleNamespace) -> None:
    key, slow, endless = opened(), Slow(), Endless()
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/v1/batch", "CONTENT_LENGTH": str(4 * MB), "wsgi.input": slow,
        "QUERY_STRING": f"writeKey={key}", "wsgi.url_scheme": "http",
    }  # fmt: skip
    with collecting() as caller:
        waiting = threading.Thread(target=caller.application, args=(environ, lambda *_: None))
        waiting.start()
        assert slow.asked.wait(10)
        assert caller.post("/v1/track", track(), key)[0] == 200
        slow.go.set()
        waiting.join(10)
        told: list[str] = []
        stranger = environ | {"QUERY_STRING": "writeKey=nobody", "wsgi.input": endless, "CONTENT_LENGTH": ""}
        caller.application(stranger, lambda status, _headers: told.append(status))
        assert told == ["401 Unauthorized"] and endless.taken <= 5 * MB
        reader = caller.desk._known._connection
        assert reader and reader.execute("SHOW statement_timeout").fetchone() == ("2s",)


def test_a_body_has_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "READ_SECONDS", -1)
    monkeypatch.setattr(incoming, "DRAIN_SECONDS", -1)
    endless = Endless()
    with pytest.raises(TooSlow):
        incoming.read({"wsgi.input": endless, "CONTENT_LENGTH": str(MB)})
    incoming.drain({"wsgi.input": endless})
    assert endless.taken == incoming.PIECE
    assert incoming.read({"wsgi.input": Endless(), "CONTENT_LENGTH": "3"}) == b"xxx"


def test_a_key_in_the_headers_is_looked_up_before_the_body(world: SimpleNamespace, monkeypatch) -> None:
    def never(body: bytes) -> bytes:
        raise AssertionError

    monkeypatch.setattr(bodies, "unpacked", never)
    with collecting() as caller:
        assert caller.post("/v1/batch", b"{", "nobody")[0] == 401
        assert caller.call("POST", "/v1/batch", b"{", query="writeKey=nobody")[0] == 401


def test_who_is_known_stays_known_while_the_database_is_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, go = threading.Event(), threading.Event()
    known = SimpleNamespace(
        write_key="k", previous_key="", state="active", previous_until=None, kind="public"
    )

    def stuck(_connection: object) -> list[Any]:
        asked.set()
        go.wait(10)
        raise psycopg.OperationalError

    monkeypatch.setattr(desk.psycopg, "connect", lambda *_, **__: SimpleNamespace(closed=False, close=lambda: None))
    monkeypatch.setattr(desk.sources, "live", lambda _connection: [known])
    monkeypatch.setattr(desk, "RESTED", 0.0)
    sought = desk._Known("")
    assert sought.source("k", desk.now()) is known  # type: ignore[comparison-overlap]
    monkeypatch.setattr(desk.sources, "live", stuck)
    first = threading.Thread(target=sought.source, args=("k", desk.now()))
    first.start()
    assert asked.wait(10)
    start = time.monotonic()
    assert sought.source("k", desk.now()).write_key == "k" and time.monotonic() - start < 1
    go.set()
    first.join(10)
    assert sought.source("k", desk.now()).write_key == "k"
    with pytest.raises(KeyUnknown):
        sought.source("else", desk.now())
    with pytest.raises(NotNow):
        desk._Known("").source("k", desk.now())


def test_the_own_script_says_nothing_unknown() -> None:
    script = Path(storefront.__file__).parent / "static/storefront/js/report.js"
    names = set(re.findall(r'tell\("([^"]+)"', script.read_text()))
    assert "Field Hesitated" in names
    assert [name for name in names if "unknown_event" in sources.faults(sources.OWN_SCRIPT, name, {})] == []


def test_the_founded_source_knows_the_own_script(world: SimpleNamespace) -> None:
    key = sources.own_key(founding.STOREFRONT)
    context = {"consent": {"purposes": ["measurement"]}}
    with collecting() as caller:
        event = track("Field Hesitated", properties={"field": "city", "seconds": 40, "times": 1}, context=context)
        assert caller.post("/v1/batch", {"batch": [event]}, key)[0] == 200
    assert sql.rows("SELECT DISTINCT reason FROM collector_tally") == [("",)]
