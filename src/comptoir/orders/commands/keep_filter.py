"""A search of the list of orders that somebody keeps, for themselves or for all."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.orders import OrderFilterRemoved, OrderFilterSaved
from comptoir.kit import locks, sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound

SAVE = """
INSERT INTO orders_savedfilter (id, actor, name, query, shared, saved_at) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (actor, name) DO UPDATE
SET query = excluded.query, shared = excluded.shared, saved_at = excluded.saved_at
RETURNING id
"""
REMOVE = "DELETE FROM orders_savedfilter WHERE id = %s AND actor = %s"


def save_filter(name: str, query: str, *, shared: bool, origin: Origin, now: datetime) -> UUID:
    """Keep `query`, the part of the list's address behind the ?, under a name of the person's own; the same name
    again replaces it. Answers its id. Refuses Invalid (name, query)."""
    name, query = " ".join(name.split()), query.strip().removeprefix("?")
    wrong = {}
    for field, value, longest in (("name", name, 60), ("query", query, 1000)):
        if not value:
            wrong[field] = "missing"
        elif len(value) > longest:
            wrong[field] = "too_long"
        elif not value.isprintable():
            wrong[field] = "not_text"
    if wrong:
        raise Invalid(wrong)
    with transaction.atomic(durable=True):
        locks.hold(("order_filter", f"{origin.actor}:{name}"))
        found = sql.row(SAVE, [uuid7(), origin.actor, name, query, shared, now])
        assert found
        filter_id: UUID = found[0]
        journal.append(OrderFilterSaved(filter_id=filter_id, shared=shared), origin=origin, occurred_at=now)
    return filter_id


def remove_filter(filter_id: UUID, *, origin: Origin, now: datetime) -> None:
    """Refuses NotFound, also for another person's."""
    with transaction.atomic(durable=True):
        locks.hold(("order_filter", filter_id))
        if not sql.run(REMOVE, [filter_id, origin.actor]):
            raise NotFound()
        journal.append(OrderFilterRemoved(filter_id=filter_id), origin=origin, occurred_at=now)
