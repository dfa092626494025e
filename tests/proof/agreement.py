"""What must be true of a shop that has caught up, whatever happened to its processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connections

from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.kit import sql
from comptoir.orders import facade as orders
from comptoir.orders import sales
from comptoir.project import founding
from comptoir.project.consumers import CONSUMERS
from comptoir.project.postgres import Places
from tests.proof import shop

# Each selects the orders for which it is not so.
BROKEN = {
    "money received is what the order says was paid": """
        SELECT o.id, o.paid_minor, sum(r.amount_minor) FROM orders_order o
        LEFT JOIN payments_receipt r ON r.order_id = o.id GROUP BY o.id
        HAVING o.paid_minor <> coalesce(sum(r.amount_minor), 0)""",
    "an order is paid in full and confirmed, or neither": """
        SELECT id, state, paid_minor, total_minor FROM orders_order
        WHERE (state = 'confirmed') <> (paid_minor = total_minor)""",
    "a confirmed order was confirmed once, any other never": """
        SELECT o.id, o.state, count(e.event_id) FROM orders_order o
        LEFT JOIN journal_event e ON e.subject_id = o.id::text AND e.name = 'Order Confirmed'
        GROUP BY o.id HAVING count(e.event_id) <> CASE WHEN o.state = 'confirmed' THEN 1 ELSE 0 END""",
    "an order was placed once": """
        SELECT o.id, count(e.event_id) FROM orders_order o
        LEFT JOIN journal_event e ON e.subject_id = o.id::text AND e.name = 'Order Placed'
        GROUP BY o.id HAVING count(e.event_id) <> 1""",
    "the journal tells only of orders that exist": """
        SELECT e.subject_id FROM journal_event e LEFT JOIN orders_order o ON o.id::text = e.subject_id
        WHERE e.subject_kind = 'order' AND o.id IS NULL""",
    "no order waits for an answer that never comes": """
        SELECT order_id FROM payments_paymentrequest WHERE state = 'requested'""",
    "lines add up to the order": """
        SELECT o.id FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
        GROUP BY o.id HAVING sum(l.total_minor) <> o.total_minor""",
    "an order has one promise": """
        SELECT o.id FROM orders_order o LEFT JOIN promises_promise p ON p.subject_id = o.id
        GROUP BY o.id HAVING count(p.id) <> 1""",
    "a confirmed order has its shipment, any other none": """
        SELECT o.id, o.state, count(s.id) FROM orders_order o LEFT JOIN fulfilment_shipment s ON s.order_id = o.id
        GROUP BY o.id HAVING (count(s.id) > 0) <> (o.state = 'confirmed')""",
    "each line of goods is held once": """
        SELECT o.id FROM orders_order o
        WHERE (SELECT coalesce(sum(l.quantity), 0) FROM orders_orderline l
               WHERE l.order_id = o.id AND l.kind = 'goods')
           <> (SELECT coalesce(sum(r.quantity), 0) FROM inventory_reservation r
               WHERE r.order_id = o.id AND r.state IN ('held', 'firm'))""",
    "no version of a subject is missing": """
        SELECT s.kind, s.id, s.version, count(e.event_id) FROM journal_subject s
        LEFT JOIN journal_event e ON (e.lane, e.subject_kind, e.subject_id) = (s.lane, s.kind, s.id)
        GROUP BY s.lane, s.kind, s.id, s.version HAVING count(e.event_id) <> s.version""",
    "nothing is in the dead letters or parked": """
        SELECT consumer FROM journal_dead_letter UNION ALL SELECT consumer FROM journal_parked""",
    "a confirmed order asked for one mail, any other for none": """
        SELECT o.id, o.state, count(m.order_id) FROM orders_order o
        LEFT JOIN proof_mail m ON m.order_id = o.id::text
        GROUP BY o.id HAVING count(m.order_id) <> CASE WHEN o.state = 'confirmed' THEN 1 ELSE 0 END""",
}  # fmt: skip

# Jobs that are done are deleted; what was ever asked for is kept here.
WATCH_MAIL = (
    "CREATE TABLE proof_mail (order_id text, kind text)",
    """CREATE FUNCTION proof_note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       INSERT INTO proof_mail VALUES (NEW.args->>'order_id', NEW.args->>'kind'); RETURN NEW; END $$""",
    """CREATE TRIGGER proof_note AFTER INSERT ON procrastinate_jobs FOR EACH ROW
       WHEN (NEW.task_name = 'orders.mail') EXECUTE FUNCTION proof_note()""",
)


@contextmanager
def looking_at(home: Path) -> Iterator[None]:
    """While inside, this process reads the database of that shop."""
    settings = connections["default"].settings_dict
    before = {name: settings[name] for name in ("HOST", "NAME", "USER")}
    connections["default"].close()
    settings |= {"HOST": str(Places(home.resolve()).socket), "NAME": "comptoir", "USER": "comptoir"}
    try:
        yield
    finally:
        connections["default"].close()
        settings |= before


def watch_mail() -> None:
    for statement in WATCH_MAIL:
        sql.run(statement)


def has_caught_up() -> bool:
    """No payment waits, every listener has heard everything, every job is done."""
    waiting = sql.row(
        "SELECT (SELECT count(*) FROM payments_paymentrequest WHERE state = 'requested')"
        " + (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))"
    )
    return waiting == (0,) and all(lag.rows == 0 for lag in journal.lag(CONSUMERS))


def disagreements() -> dict[str, Any]:
    """Sentences that are not true, with the first rows that show it."""
    found: dict[str, Any] = {}
    for sentence, statement in BROKEN.items():
        if rows := sql.rows(statement):
            found[sentence] = (len(rows), rows[:3])
    if differing := inventory.check():
        found["stock is the sum of its movements and reservations"] = differing
    return found


def replayed_sales() -> tuple[Any, Any]:
    """The projection of sales as it stands, and as it is read anew from the journal's start."""
    period = (founding.MARKET, date(2020, 1, 1), date(2100, 1, 1))
    before = orders.sales(*period)
    sales.rebuild()
    shop.wait_until(has_caught_up)
    return before, orders.sales(*period)
