"""One action on many orders: each in a transaction of its own, each with its own answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from procrastinate.contrib.django import app

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.orders import OrdersHandledTogether
from comptoir.kit import locks, sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound, Refusal
from comptoir.kit.text import fold
from comptoir.orders import rules
from comptoir.orders.commands.annotate import tag_order, untag_order
from comptoir.orders.commands.close import cancel
from comptoir.orders.commands.serve import mark_ready, mark_shipped, start_preparing

log = structlog.get_logger()
MOST = 5_000
AT_ONCE = 20
Act = Callable[[UUID, Mapping[str, str], str, datetime], Any]

RUN = """
INSERT INTO orders_bulkrun (id, action, values, actor, undoes_id, asked_at)
VALUES (%s, %s, %s::jsonb, %s, %s, %s)
"""
ITEMS = """
INSERT INTO orders_bulkitem (run_id, order_id, result)
SELECT %s, o.id, '' FROM unnest(%s::uuid[]) WITH ORDINALITY AS asked(id, place) JOIN orders_order o USING (id)
ORDER BY asked.place
"""
READ = "SELECT action, values, actor FROM orders_bulkrun WHERE id = %s AND finished_at IS NULL"
OPEN = "SELECT id, order_id FROM orders_bulkitem WHERE run_id = %s AND result = '' ORDER BY id LIMIT %s"
ANSWER = "UPDATE orders_bulkitem SET result = %s WHERE id = %s AND result = ''"
FINISH = "UPDATE orders_bulkrun SET finished_at = %s WHERE id = %s AND finished_at IS NULL"
DONE = "SELECT order_id FROM orders_bulkitem WHERE run_id = %s AND result = 'done' ORDER BY id"
ONE = "SELECT action, values FROM orders_bulkrun WHERE id = %s"


def _prepare(order_id: UUID, values: Mapping[str, str], actor: str, now: datetime) -> None:
    start_preparing(order_id, actor=actor, now=now)


def _ready(order_id: UUID, values: Mapping[str, str], actor: str, now: datetime) -> None:
    mark_ready(order_id, actor=actor, now=now)


def _ship(order_id: UUID, values: Mapping[str, str], actor: str, now: datetime) -> None:
    mark_shipped(order_id, tracking_number="", actor=actor, now=now)


def _tag(order_id: UUID, values: Mapping[str, str], actor: str, now: datetime) -> bool:
    return tag_order(order_id, values["tag"], actor=actor, now=now)


def _untag(order_id: UUID, values: Mapping[str, str], actor: str, now: datetime) -> bool:
    return untag_order(order_id, values["tag"], actor=actor, now=now)


def _cancel(order_id: UUID, values: Mapping[str, str], actor: str, now: datetime) -> None:
    cancel(order_id, reason=values["reason"], actor=actor, now=now)


ACTS: Mapping[str, Act] = {
    "prepare": _prepare,
    "ready": _ready,
    "ship": _ship,
    "tag": _tag,
    "untag": _untag,
    "cancel": _cancel,
}
UNDO = {"tag": "untag", "untag": "tag"}


def start_bulk(
    action: str,
    order_ids: Sequence[UUID],
    values: Mapping[str, str],
    *,
    undoes: UUID | None = None,
    origin: Origin,
    now: datetime,
) -> UUID:
    """Write down what shall be done to which orders; `work_bulk` does it. Answers the run's id.

    `action` is a key of ACTS; `values` hold the tag, or the reason (a code of `rules.REASONS`). Refuses Invalid for
    another action, no order, more than 5,000, and what the action lacks.
    """
    ids = list(dict.fromkeys(order_ids))
    wrong = {}
    if action not in ACTS:
        wrong["action"] = "not_a_choice"
    if not ids:
        wrong["orders"] = "missing"
    elif len(ids) > MOST:
        wrong["orders"] = "too_large"
    tag = " ".join(values.get("tag", "").split())
    if action in UNDO and not fold(tag):
        wrong["tag"] = "missing"
    elif len(tag) > 40:
        wrong["tag"] = "too_long"
    if action == "cancel" and values.get("reason") not in rules.REASONS:
        wrong["reason"] = "not_a_choice"
    if wrong:
        raise Invalid(wrong)
    kept = {"tag": tag} if action in UNDO else {"reason": values["reason"]} if action == "cancel" else {}
    run_id = uuid7()
    with transaction.atomic(durable=True):
        locks.hold(("bulk_run", run_id))
        sql.run(RUN, [run_id, action, json.dumps(kept), origin.actor, undoes, now])
        found = sql.run(ITEMS, [run_id, ids])
        word = OrdersHandledTogether(run_id=run_id, action=action, orders=found)
        journal.append(word, origin=origin, occurred_at=now)
        # What one request does at once is only looked after, in case it is cut off.
        wait = 0 if found > AT_ONCE else 120
        app.configure_task(name="orders.bulk", schedule_in={"seconds": wait}).defer(run_id=str(run_id))
    return run_id


def work_bulk(run_id: UUID, now: datetime, *, limit: int = MOST) -> int:
    """Do what waits of a run, at most `limit` orders; answers how many are still open. What was done stays done when
    it is stopped: called again, it goes on where it was. Two at once do no order twice: each verb looks at the
    order under its lock, and the second finds it done."""
    run = sql.row(READ, [run_id])
    if run is None:
        return 0
    action, values, actor = run
    for item_id, order_id in sql.rows(OPEN, [run_id, limit]):
        sql.run(ANSWER, [_result(action, order_id, values, actor, now), item_id])
    left = len(sql.rows(OPEN, [run_id, MOST]))
    if not left:
        sql.run(FINISH, [now, run_id])
    return left


def undo_bulk(run_id: UUID, *, origin: Origin, now: datetime) -> UUID:
    """Take the tags off again that a run really put on, or put back those that it took off. Answers the new run's
    id. Refuses NotFound for a run that has no undo, Invalid when it changed nothing."""
    run = sql.row(ONE, [run_id])
    if run is None or run[0] not in UNDO:
        raise NotFound()
    done = [order_id for (order_id,) in sql.rows(DONE, [run_id])]
    return start_bulk(UNDO[run[0]], done, run[1], undoes=run_id, origin=origin, now=now)


def _result(action: str, order_id: UUID, values: Mapping[str, str], actor: str, now: datetime) -> str:
    try:
        answer = ACTS[action](order_id, values, actor, now)
    except Refusal as refusal:
        return refusal.code
    except Exception:
        log.exception("bulk action failed", action=action, order=str(order_id))
        return "failed"
    return "unchanged" if answer is False else "done"

