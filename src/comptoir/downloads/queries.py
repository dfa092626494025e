"""What an order may fetch."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from comptoir.downloads.contracts import DownloadInfo, FileInfo
from comptoir.downloads.models import Grant
from comptoir.kit import sql

# Neither ended nor given back in full, by us or by a bank.
PAID_FOR = """o.state NOT IN ('pending', 'cancelled', 'expired')
      AND o.credited_minor < greatest(o.total_minor, 1) AND o.dispute <> 'lost'"""
# Only what was supplied and not cancelled since: a line that left the order opens nothing any more.
OPEN = f"""
SELECT f.id, g.product_id, f.name, f.size, g.fetched
FROM downloads_grant g JOIN downloads_digitalfile f ON f.product_id = g.product_id
WHERE g.order_id = %s AND EXISTS (
    SELECT FROM orders_orderline l JOIN catalog_variant v ON v.id = l.variant_id
    JOIN orders_order o ON o.id = l.order_id
    WHERE l.order_id = g.order_id AND v.product_id = g.product_id AND l.nature = 'digital'
      AND {PAID_FOR})
ORDER BY g.granted_at, g.product_id, f.position, f.name
"""
# By order and by product apart: with an OR between them PostgreSQL reads the lines of every order there is.
WAITING = f"""
SELECT DISTINCT l.order_id FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
JOIN catalog_variant v ON v.id = l.variant_id
WHERE l.nature = 'digital' AND {PAID_FOR} AND (o.state <> 'delivered' OR NOT EXISTS (
    SELECT FROM downloads_grant g WHERE g.order_id = o.id AND g.product_id = v.product_id))
"""
WAITING_OF_ORDERS = f"{WAITING} AND l.order_id = ANY(%s::uuid[])"
WAITING_FOR_PRODUCTS = f"{WAITING} AND v.product_id = ANY(%s::uuid[])"
FILES = """
SELECT id, product_id, name, size, kept_at FROM downloads_digitalfile WHERE product_id = %s ORDER BY position, name
"""


def files_of(product_id: UUID) -> list[FileInfo]:
    """The files of a digital good, in their order."""
    return [
        FileInfo(id=row[0], product_id=row[1], name=row[2], size=row[3], kept_at=row[4])
        for row in sql.rows(FILES, [product_id])
    ]


def downloads_of(order_id: UUID) -> list[DownloadInfo]:
    """What its buyer may fetch now."""
    return [
        DownloadInfo(file_id=row[0], product_id=row[1], name=row[2], size=row[3], fetched=row[4])
        for row in sql.rows(OPEN, [order_id])
    ]


def waiting(*, order_ids: Collection[UUID], product_ids: Collection[UUID]) -> set[UUID]:
    """Those of these orders, or with these products, that have digital goods and are not served to the end: what was
    supplied on a reservation waits for its money."""
    found = {row[0] for row in sql.rows(WAITING_OF_ORDERS, [list(order_ids)])} if order_ids else set()
    if product_ids:
        found |= {row[0] for row in sql.rows(WAITING_FOR_PRODUCTS, [list(product_ids)])}
    return found


def untold(order_id: UUID) -> bool:
    """Whether its buyer was not written to about all of it yet."""
    return Grant.objects.filter(order_id=order_id, told_at=None).exists()
