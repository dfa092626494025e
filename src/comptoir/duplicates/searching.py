"""The worker's search: it reads all records, has them compared, writes down what is new. One at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from comptoir.customers import facade as customers
from comptoir.duplicates import rules
from comptoir.duplicates.commands.seek import seek_duplicates
from comptoir.duplicates.contracts import Evidence, Pair, Record
from comptoir.duplicates.models import RUNNING, Search
from comptoir.journal.contracts import Origin
from comptoir.kit import sql
from comptoir.kit.ids import uuid7

EVERY = timedelta(days=1)
STUCK = timedelta(hours=2)  # a search that did not move for so long is done by nobody
AT_ONCE = 2_000
MATCHING = "comptoir.duplicates.matching"
ACTOR = "system:duplicates"
# A step is taken by whoever moves the row from where it is.
MOVE = """
UPDATE duplicates_search SET state = %(to)s::text, moved_at = %(now)s, records = %(records)s, found = %(found)s,
       done_at = CASE WHEN %(to)s::text IN ('done', 'failed') THEN %(now)s::timestamptz END
WHERE id = %(id)s AND state = %(from)s
"""
# What was decided stays, and by whom it was found; what waits for a decision is as it was found last.
KEEP = """
INSERT INTO duplicates_duplicate AS kept (id, a_id, b_id, state, weight, evidence, found_at, decided_by, reason,
                                          by_hand)
SELECT t.id, t.a, t.b, 'open', t.weight, t.evidence, %(now)s, '', '', false
FROM unnest(%(ids)s::uuid[], %(a)s::uuid[], %(b)s::uuid[], %(weights)s::float8[], %(evidence)s::jsonb[])
    AS t(id, a, b, weight, evidence)
ON CONFLICT (a_id, b_id) DO UPDATE SET weight = excluded.weight, evidence = excluded.evidence,
    found_at = CASE WHEN kept.state = 'open' THEN excluded.found_at ELSE kept.found_at END,
    by_hand = kept.by_hand AND kept.state <> 'open'
"""
GONE = "DELETE FROM duplicates_duplicate WHERE state = 'open' AND found_at < %(now)s"
log = structlog.get_logger("comptoir.duplicates")


def work_searches(now: datetime) -> int:
    """Do the search that waits, or the day's; how many it was."""
    Search.objects.filter(state__in=RUNNING[1:], moved_at__lt=now - STUCK).update(state="failed", done_at=now)
    if _is_due(now):
        origin = Origin(actor=ACTOR, channel="worker", correlation=uuid7())
        seek_duplicates(origin=origin, now=now)
    waiting = Search.objects.filter(state="waiting").first()
    if waiting is None or not _move(waiting, "reading", now):
        return 0
    try:
        _search(waiting, now)
    except Exception:
        log.exception("a search for look-alikes failed")
        _move(waiting, "failed", now)
    return 1


def _is_due(now: datetime) -> bool:
    """Once a day, the first time when somebody is known for a day."""
    latest = Search.objects.order_by("-asked_at").first()
    if latest:
        return bool(latest.asked_at < now - EVERY)
    return customers.known_before(now - EVERY)


def _search(search: Search, now: datetime) -> None:
    records = list(read())
    search.records = len(records)
    _move(search, "comparing", now)
    found = compared(records)[: rules.MOST_SHOWN]
    search.found = len(found)
    _move(search, "writing", now)
    with transaction.atomic(durable=True):
        keep(found, now)
        _move(search, "done", now)


def read() -> list[Record]:
    """Every customer who was not forgotten, by their latest address."""
    records: list[Record] = []
    after: UUID | None = None
    while ids := customers.customer_ids(after, limit=AT_ONCE):
        gone = customers.forgotten(ids)
        contacts = customers.people([each for each in ids if each not in gone])
        records += [rules.record(str(each), contact) for each, contact in contacts.items()]
        after = ids[-1]
    return records


def compared(records: list[Record]) -> list[Pair]:
    """By a program of its own, whose memory goes with it. Raises CalledProcessError, TimeoutExpired."""
    asked = json.dumps({"records": [asdict(each) for each in records], "least": rules.SHOWN_FROM})
    done = subprocess.run(
        [sys.executable, "-m", MATCHING], input=asked, stdout=subprocess.PIPE, text=True, check=True,
        timeout=STUCK.total_seconds(),
    )  # fmt: skip
    return [
        Pair(**each | {"evidence": tuple(Evidence(**one) for one in each["evidence"])})
        for each in json.loads(done.stdout)
    ]


def keep(found: list[Pair], now: datetime) -> None:
    """Write these pairs; what waited for a decision and was not found again goes."""
    rows: dict[str, Any] = {
        "now": now,
        "ids": [uuid7() for _ in found],
        "a": [each.a for each in found],
        "b": [each.b for each in found],
        "weights": [each.weight for each in found],
        "evidence": [json.dumps([_plain(one) for one in each.evidence]) for each in found],
    }
    sql.run(KEEP, rows)
    sql.run(GONE, {"now": now})


def _plain(one: Any) -> dict[str, Any]:
    return {"field": one.field, "says": one.says, "weight": one.weight}


def _move(search: Search, to: str, now: datetime) -> bool:
    values = {"id": search.id, "from": search.state, "to": to, "now": now, "records": search.records}
    moved = sql.run(MOVE, values | {"found": search.found}) == 1
    if moved:
        search.state = to
    return moved
