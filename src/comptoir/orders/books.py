"""What the ledger has to say about an order: its sale by rate of VAT, posted with the fact that changes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.ledger import facade as ledger
from comptoir.ledger.contracts import Books
from comptoir.orders import rules
from comptoir.orders.commands.moves import LockedOrder
from comptoir.org import facade as org

# By rate what the lines come to without what was paid back for pieces or off a line by name, and how much that is. VAT
# of what is left of a line is rounded as its price was.
RATES = """
SELECT l.order_id, l.vat_rate_bp, sum(l.total_minor - off.minor)::bigint,
       sum(CASE WHEN off.minor = 0 THEN l.vat_minor
                ELSE l.total_minor - off.minor - (20000 * (l.total_minor - off.minor) + 10000 + l.vat_rate_bp)
                                                 / (2 * (10000 + l.vat_rate_bp)) END)::bigint,
       sum(off.minor)::bigint
FROM unnest((SELECT %s::uuid[])) AS wanted(id) JOIN orders_orderline l ON l.order_id = wanted.id
CROSS JOIN LATERAL (SELECT l.unit_minor * l.refunded + l.reduced_minor AS minor) AS off
GROUP BY l.order_id, l.vat_rate_bp ORDER BY l.order_id, l.vat_rate_bp
"""


def books_of(order: LockedOrder, now: datetime) -> Books:
    """The order's page in the ledger of its legal entity, on the business day of its market."""
    day = now.astimezone(org.market(order.market).zone).date()
    return Books(
        legal_entity=order.legal_entity, day=day, now=now, subject_kind="order", subject_id=order.id
    )


def post_sale(order: LockedOrder, *, credited: int, stands: bool = True, now: datetime) -> None:
    """Bring the order's sale in the ledger to its lines as they are now, without what is `credited` (minor units);
    to nothing when the order no longer stands. To be called, in the caller's transaction, by whatever confirms,
    changes, credits or closes an order."""
    post_sales([(order, credited if stands else None)], now=now)


def post_sales(sales: Sequence[tuple[LockedOrder, int | None]], *, now: datetime) -> None:
    """As `post_sale`, for orders with what is credited of each, None for those that no longer stand: two statements
    however many there are."""
    if not sales:
        return
    rates: dict[UUID, list[tuple[int, int, int, int]]] = {order.id: [] for order, _ in sales}
    for order_id, *rate in sql.rows(RATES, [list(rates)]):
        rates[order_id].append((rate[0], rate[1], rate[2], rate[3]))
    pages = [
        (_accounts(order, rates[order.id], credited), books_of(order, now)) for order, credited in sales
    ]
    ledger.bring_all(pages, kind="sale", source=ledger.RECEIVABLE)


def _accounts(order: LockedOrder, rates: list[tuple[int, int, int, int]], credited: int | None) -> dict[str, Money]:
    wanted = {}
    rest = None if credited is None else max(0, credited - sum(named for *_, named in rates))
    for rate, gross, vat in rules.sale_by_rate([each[:3] for each in rates], rest):
        wanted[ledger.sales(rate)] = Money(gross - vat, order.currency)
        wanted[ledger.vat(rate)] = Money(vat, order.currency)
    return wanted
