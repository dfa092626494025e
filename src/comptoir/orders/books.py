"""What the ledger has to say about an order: its sale by rate of VAT, posted with the fact that changes it."""

from __future__ import annotations

from datetime import datetime

from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.ledger import facade as ledger
from comptoir.ledger.contracts import Books
from comptoir.orders import rules
from comptoir.orders.commands.moves import LockedOrder
from comptoir.org import facade as org

RATES = """
SELECT vat_rate_bp, sum(total_minor)::bigint, sum(vat_minor)::bigint FROM orders_orderline
WHERE order_id = %s GROUP BY vat_rate_bp ORDER BY vat_rate_bp
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
    wanted = {}
    for rate, gross, vat in rules.sale_by_rate(sql.rows(RATES, [order.id]), credited if stands else None):
        wanted[ledger.sales(rate)] = Money(gross - vat, order.currency)
        wanted[ledger.vat(rate)] = Money(vat, order.currency)
    ledger.bring_to(wanted, kind="sale", source=ledger.RECEIVABLE, books=books_of(order, now))
