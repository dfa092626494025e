"""What is taken, how often, and what is left of it."""

from __future__ import annotations

import gzip
import json
import threading
import time
from contextlib import closing
from datetime import timedelta
from types import SimpleNamespace

import pytest

from comptoir.channels.collector import connecting, desk, gate, parcels, spans, verdicts
from comptoir.channels.collector.errors import Full
from comptoir.channels.collector.history import address
from comptoir.channels.collector.parcels import Parcel, Refused
from comptoir.channels.collector.reporting import reporter
from comptoir.journal import facade as journal
from comptoir.kit import sql
from comptoir.sources import facade as sources

from .support import collecting, kept, opened, track


def test_an_event_is_kept_once_at_every_address(world: SimpleNamespace) -> None:
    key = opened()
    with collecting() as caller:
        for path in ("/v1/track", "/v1/t", "/v1/batch", "/v1/b", "/beacon/v1/batch", "/v1/import"):
            event = track()
            body = event if path in ("/v1/track", "/v1/t") else {"batch": [event, event]}
            for _ in range(2):
                assert caller.post(path, body, key) == (200, {"success": True}), path
        for path, fields in {
            "/v1/page": {"name": "home"}, "/v1/s": {"name": "Basket"}, "/v1/identify": {"userId": "u1"},
            "/v1/alias": {"previousId": "device-1", "userId": "u1"}, "/v1/g": {"groupId": "club"},
        }.items():  # fmt: skip
            assert caller.post(path, {"anonymousId": "device-1", "writeKey": key} | fields) == (200, {"success": True})
    assert [row[0] for row in kept()] == ["Event Tracked"] * 6 + [
        "Page Viewed", "Screen Viewed", "Identity Stated", "Alias Stated", "Group Stated"
    ]  # fmt: skip
    assert {row[1] for row in kept()} == {"device-1"}
    assert len(journal.timeline("visitor", "device-1")) == 11 and journal.timeline("visitor", "device-2") == []


def test_a_repeat_on_another_day_is_known_for_thirty_days(world: SimpleNamespace) -> None:
    key, event = opened(), track()
    with collecting() as caller:
        start = desk.now()
        for days in (0, 1, 12, 29, 61, 400):  # after so long nobody made the tables ahead
            caller.moment = start + timedelta(days=days)
            assert caller.post("/v1/batch", {"batch": [event]}, key)[0] == 200
    assert len(kept()) == 3


def test_of_two_collectors_one_keeps_an_event(world: SimpleNamespace) -> None:
    key, event, answers = opened(), track(), []
    source = sources.source(sql.rows("SELECT id FROM sources_source WHERE write_key = %s", [key])[0][0])
    waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with collecting() as caller, closing(connecting.Link(address())) as other:
        other.run("BEGIN")
        seen = connecting.uuids([reporter(source).key(event["messageId"])])
        other.ask(spans.remembering(spans.span_of(desk.now())), (connecting.ARRAYS[connecting.UUID], seen))
        sent = threading.Thread(target=lambda: answers.append(caller.post("/v1/track", event, key)))
        sent.start()
        for _ in range(500):
            if sql.rows(waits):
                break
            time.sleep(0.01)
        other.commit()
        sent.join(10)
    assert answers == [(200, {"success": True})] and kept() == []
    assert sql.rows("SELECT verdict FROM collector_tally") == [("repeated",)]


def test_what_comes_while_something_is_written_is_written_together() -> None:
    queue, one = parcels.Queue(), [Refused("site", "track", "x")]
    queue.put(Parcel(one))
    assert len(queue.take()) == 1
    for _ in range(3):
        queue.put(Parcel(one))
    assert not queue._is_time()
    queue.done(1)
    assert len(queue.take()) == 3
    queue.put(Parcel(one * parcels.ENOUGH))
    assert len(queue.take()) == 1  # beside the other


def test_of_what_is_simply_kept_some_is_shown() -> None:
    few = verdicts._Sparing()
    assert [few.take(60, desk.now().replace(microsecond=0)) for _ in range(2)] == [60, verdicts.MOST_PLAIN - 60]
    assert few.take(60, desk.now() + timedelta(seconds=2)) == 60


def test_a_bad_event_goes_alone(world: SimpleNamespace) -> None:
    key = opened()
    bad = [
        b'{"type":"track","event":"Lamp Lit","userId":"u","properties":{"n":1e400000}}', b"[]", b'{"type":"dance"}',
        b'{"type":"track","event":"Lamp Lit"}', b'{"type":"track","userId":"u"}',
        json.dumps(track(properties={"text": "x" * 40_000})).encode(),
    ]  # fmt: skip
    odd = [
        b'{"type":"track","event":"half \\ud83d, whole \\ud83d\\ude00, none \\\\ud83d","userId":"u"}',
        b'{"type":"page","userId":"u","properties":{"deep":' + b"[" * 5000 + b"]" * 5000 + b',"flat":1}}',
    ]
    good = json.dumps(track(properties={"text": "nul \0 inside", "huge": 10**30})).encode()
    with collecting() as caller:
        body = b'{"batch":[' + b",".join([good, *bad, *odd, json.dumps(track()).encode()]) + b"]}"
        status, answer = caller.post("/v1/batch", body, key)
        assert status == 200 and [each["index"] for each in answer["refused"]] == list(range(1, 1 + len(bad)))
        codes = [each["code"] for each in answer["refused"]]
        assert {"not_an_event", "type_unknown", "no_user_anon_id", "event_missing", "too_large"} == set(codes)
        assert caller.post("/v1/track", {"event": "x"}, key)[1]["code"] == "no_user_anon_id"
    assert len(kept()) == 4
    assert kept()[1][4]["event"] == "half \ufffd, whole \U0001f600, none \\ud83d"
    assert kept()[2][4]["properties"]["flat"] == 1
    assert sql.rows("SELECT sum(times) FROM collector_tally WHERE verdict = 'refused'") == [(len(bad) + 1,)]


def test_what_the_database_cannot_keep_is_refused_alone(world: SimpleNamespace) -> None:
    key = opened()
    sql.run("ALTER TABLE journal_behaviour ADD CHECK ((payload #>> '{properties,day}')::date IS NOT NULL)")
    with collecting() as caller:
        days = ["2026-01-01", "2026-02-31", "2026-03-01"]
        events = [track(properties={"day": day}) for day in days]
        assert caller.post("/v1/batch", {"batch": events}, key)[0] == 200
    assert len(kept()) == 2


def test_who_may_report_and_in_which_form(world: SimpleNamespace) -> None:
    key, other = opened(), opened("other", origins=("https://shop.example",))
    event = track()
    with collecting() as caller:
        assert caller.post("/v1/track", event)[1]["code"] == "write_key_unknown"
        assert caller.post("/v1/track", event, "nobody")[0] == 401
        assert caller.post("/v1/track", event | {"writeKey": "nobody"}, key)[0] == 200  # Basic goes before the body
        assert caller.post("/v1/track", event, other, origin="https://else.example")[0] == 403
        status, headers, _ = caller.call(
            "OPTIONS", "/v1/t", origin="https://shop.example", access_control_request_headers="authorization"
        )
        assert status == 204 and headers["Access-Control-Allow-Origin"] == "https://shop.example"
        assert "authorization" in headers["Access-Control-Allow-Headers"]
        packed = gzip.compress(json.dumps({"batch": [track()]}).encode())
        assert caller.post("/v1/batch", packed, key, content_type="application/x-www-form-urlencoded")[0] == 200
        bomb = gzip.compress(b" " * 50_000_000)
        assert len(bomb) < 60_000 and caller.post("/v1/batch", bomb, key)[0] == 413
        for body in (packed[:-9], b"{", b"\x1f\x8b nothing", b'{"batch": 3}', b"\xff\xfe"):
            status, answer = caller.post("/v1/batch", body, key)
            assert status == 400 and answer["code"] and answer["message"]
        assert caller.call("GET", "/v1/track")[0] == caller.call("POST", "/nowhere")[0] == 404
        pixel = f"writeKey={key}&anonymousId=d&event=Mail%20Opened&properties.campaign=x"
        status, headers, body = caller.call("GET", "/pixel/v1/track", query=pixel)
        assert (status, headers["Content-Type"], body[:3]) == (200, "image/gif", b"GIF")
        settings = json.loads(caller.call("GET", f"/v1/projects/{key}/settings")[2])
        assert settings["integrations"]["Segment.io"]["apiHost"] == "collect.test/v1"
        assert json.loads(caller.call("GET", "/sourceConfig/", key=key)[2])["source"]["destinations"] == []
    assert len(kept()) == 3


def test_what_is_too_much_is_said_at_once(world: SimpleNamespace) -> None:
    key = opened()
    with collecting() as caller:
        held = caller.desk.gate.enter(gate.LEAST)
        status, headers, body = caller.call("POST", "/v1/track", json.dumps(track()).encode(), key=key)
        assert status == 429 and headers["Retry-After"] == "1" and b"message" in body
        assert kept() == []
        caller.desk.gate.leave(held)
        assert caller.post("/v1/track", track(), key)[0] == 200


def test_as_much_is_let_in_as_is_written_soon() -> None:
    moment = 0.0
    door = gate.Gate(lambda: moment)
    for _ in range(50):
        held = door.enter(4_000_000)
        moment += 0.1
        door.leave(held)  # 40 MB a second
    for _ in range(2):
        door.enter(3_500_000)
    with pytest.raises(Full):
        door.enter(1)
