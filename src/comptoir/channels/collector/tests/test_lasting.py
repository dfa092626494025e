"""Nothing that was acknowledged is lost, whatever ends; what happened before comes in once."""

from __future__ import annotations

import base64
import gzip
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from click.testing import CliRunner

from comptoir.channels.collector.history import address, events
from comptoir.kit import sql
from comptoir.project.bench.stage import free_port

from .support import kept, opened, track


def test_what_was_acknowledged_is_there_after_kill_9(world: SimpleNamespace) -> None:
    key, port = opened(), free_port()
    environment = os.environ | {"DATABASE_URL": address()}
    program = [sys.executable, "-m", "comptoir.project.cli", "collect", "--port", str(port)]
    process = subprocess.Popen(program, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    acknowledged: list[str] = []
    threads = [threading.Thread(target=_send, args=(port, key, acknowledged)) for _ in range(4)]
    try:
        _wait(port)
        for thread in threads:
            thread.start()
        give_up = time.monotonic() + 30
        while len(acknowledged) < 200 and time.monotonic() < give_up:
            time.sleep(0.01)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
    for thread in threads:
        thread.join(10)
    found = {row[0] for row in sql.rows("SELECT payload ->> 'message_id' FROM journal_behaviour")}
    assert len(acknowledged) >= 200 and set(acknowledged) <= found


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=2).request("GET", "/healthz")
            return
        except OSError:
            time.sleep(0.1)


def _send(port: int, key: str, acknowledged: list[str]) -> None:
    """Single events and batches in turns, until the collector is gone."""
    headers = {"Authorization": f"Basic {base64.b64encode(f'{key}:'.encode()).decode()}"}
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        while True:
            for count in (1, 5):
                sent = [track() for _ in range(count)]
                body = json.dumps(sent[0] if count == 1 else {"batch": sent})
                link.request("POST", "/v1/track" if count == 1 else "/v1/batch", body, headers)
                answer = link.getresponse()
                answer.read()
                if answer.status == 200:
                    acknowledged += [each["messageId"] for each in sent]
    except (OSError, http.client.HTTPException):
        return


def test_history_comes_in_once_with_its_own_times(world: SimpleNamespace, tmp_path: Path) -> None:
    opened("old")
    when = datetime(2024, 5, 1, 10, tzinfo=UTC)
    told = [json.dumps(track(timestamp=when.isoformat(), sentAt="2026-11-01T00:00:00Z")) for _ in range(3)]
    packed = gzip.compress("\n".join([*told, "{"]).encode())
    files = {"lines.jsonl.gz": packed, "list.json": f"[{','.join(told)}]".encode()}
    said = []
    for name, text in files.items():
        (tmp_path / name).write_bytes(text)
        said.append(CliRunner().invoke(events, [str(tmp_path / name), "--source", "old"]).output)
    assert said == ["kept: 3\nrefused: 1\n", "repeated: 3\n"]
    assert [row[3] for row in kept()] == [when] * 3
    assert "old" in CliRunner().invoke(events, [str(tmp_path / "list.json"), "--source", "none"]).output
