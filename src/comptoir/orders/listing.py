"""What staff look at beside an order and over all of them: notes, tags, changes, saved searches, bulk runs."""

from __future__ import annotations

from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.orders.contracts import BulkInfo, BulkResult, ChangeInfo, FilterInfo, NoteInfo

NOTES = "SELECT id, text, actor, written_at FROM orders_note WHERE order_id = %s ORDER BY written_at DESC, id DESC"
TAGS_OF = """
SELECT o.order_id, t.name FROM orders_ordertag o JOIN orders_tag t ON t.id = o.tag_id
WHERE o.order_id = ANY(%s) ORDER BY t.folded
"""
TAGS = "SELECT name FROM orders_tag t WHERE EXISTS (SELECT FROM orders_ordertag WHERE tag_id = t.id) ORDER BY folded"
CHANGES = """
SELECT c.version, c.kind, c.state, c.difference_minor, o.currency, c.actor, c.changed_at
FROM orders_orderchange c JOIN orders_order o ON o.id = c.order_id WHERE c.order_id = %s ORDER BY c.version
"""
FILTERS = """
SELECT id, name, query, shared, actor = %s FROM orders_savedfilter WHERE actor = %s OR shared ORDER BY name, id
"""
RUN = "SELECT id, action, values, actor, asked_at, finished_at, undoes_id FROM orders_bulkrun WHERE id = %s"
RESULTS = """
SELECT i.order_id, o.number, i.result FROM orders_bulkitem i JOIN orders_order o ON o.id = i.order_id
WHERE i.run_id = %s ORDER BY i.id
"""


def notes(order_id: UUID) -> tuple[NoteInfo, ...]:
    """The latest first."""
    return tuple(
        NoteInfo(id=row[0], text=row[1], actor=row[2], written_at=row[3]) for row in sql.rows(NOTES, [order_id])
    )


def tags_of(order_ids: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The tags of each order, in the order of the alphabet; an order without any is left out."""
    found: dict[UUID, tuple[str, ...]] = {}
    for order_id, name in sql.rows(TAGS_OF, [order_ids]):
        found[order_id] = (*found.get(order_id, ()), name)
    return found


def tags() -> tuple[str, ...]:
    """Every tag that some order has."""
    return tuple(name for (name,) in sql.rows(TAGS))


def changes(order_id: UUID) -> tuple[ChangeInfo, ...]:
    """The oldest first."""
    return tuple(
        ChangeInfo(
            version=row[0], kind=row[1], state=row[2], difference=Money(row[3], row[4]), actor=row[5],
            changed_at=row[6],
        )
        for row in sql.rows(CHANGES, [order_id])
    )  # fmt: skip


def filters(actor: str) -> tuple[FilterInfo, ...]:
    """Those of the person and those that others share."""
    return tuple(
        FilterInfo(id=row[0], name=row[1], query=row[2], shared=row[3], own=row[4])
        for row in sql.rows(FILTERS, [actor, actor])
    )


def bulk(run_id: UUID) -> BulkInfo:
    """Refuses NotFound."""
    run = sql.row(RUN, [run_id])
    if run is None:
        raise NotFound()
    return BulkInfo(
        id=run[0], action=run[1], values=run[2], actor=run[3], asked_at=run[4], finished_at=run[5], undoes=run[6],
        results=tuple(
            BulkResult(order_id=row[0], number=row[1], result=row[2]) for row in sql.rows(RESULTS, [run_id])
        ),
    )  # fmt: skip
