"""What a provider reserves for an order is taken, or let go."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.journal.contracts import Origin
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.payments import rules
from comptoir.payments.commands.write import Asked, write

# What is reserved and neither taken, nor asked to be taken or let go.
OPEN = """
SELECT r.id, r.tender, r.token, r.reserved_minor - asked.minor, r.currency FROM payments_paymentrequest r
CROSS JOIN LATERAL (
    SELECT coalesce(sum(c.amount_minor), 0)::bigint AS minor,
           coalesce(bool_or(c.final OR c.kind = 'void'), false) AS done
    FROM payments_paymentrequest c
    WHERE c.order_id = r.order_id AND c.charge_id = r.id AND c.kind IN ('capture', 'void')
      AND c.state NOT IN ('refused', 'cancelled')
) AS asked
WHERE r.order_id = %(order)s AND r.kind = 'charge' AND r.state = 'authorised' AND NOT asked.done
  AND r.reserved_minor > asked.minor
ORDER BY r.requested_at, r.id
"""
TAKING = """
SELECT coalesce(sum(amount_minor), 0)::bigint FROM payments_paymentrequest
WHERE order_id = %s AND kind = 'capture' AND state = 'requested'
"""


def secured(order_id: UUID) -> tuple[int, int]:
    """What providers still reserve for an order and may be taken, and what is being taken, in minor units."""
    found = sql.row(TAKING, [order_id])
    return sum(row[3] for row in sql.rows(OPEN, {"order": order_id})), int(found[0]) if found else 0


def request_capture(
    order_id: UUID, *, amount: Money, final: bool, origin: Origin, now: datetime
) -> tuple[UUID, ...]:
    """Take up to `amount` of what providers reserve for an order, oldest first, in the caller's transaction (which
    holds the order); `final` says that nothing more will be taken. A provider that takes only once takes all."""
    left, asked = amount.minor, []
    for charge, tender, token, open_minor, _currency in sql.rows(OPEN, {"order": order_id}):
        part = min(left, open_minor)
        if part and not rules.captures_in_parts(tender):
            part = open_minor
        if part > 0:
            last = final or part == open_minor
            asked.append(Asked(kind="capture", tender=tender, token=token, minor=part, charge=charge, final=last))
            left -= part
    return write(order_id, amount.currency, asked, origin, now) if asked else ()


def let_go(
    order_id: UUID, *, currency: str, charge_id: UUID | None = None, origin: Origin, now: datetime
) -> tuple[UUID, ...]:
    """Free what providers still reserve for an order (of one charge, or of all), in the caller's transaction, which
    holds the order."""
    asked = [
        Asked(kind="void", tender=tender, token=token, minor=minor, charge=charge)
        for charge, tender, token, minor, _currency in sql.rows(OPEN, {"order": order_id})
        if charge_id in (None, charge)
    ]
    return write(order_id, currency, asked, origin, now) if asked else ()
