"""The test bank's postman: sends what is due, signed, over HTTP to this machine."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from comptoir.kit import sql
from comptoir.payments.adapters import test_bank

DUE = """
WITH taken AS (
    SELECT id FROM payments_testnotice WHERE delivered_at IS NULL AND send_at <= %(now)s
    ORDER BY send_at LIMIT 10 FOR UPDATE SKIP LOCKED
)
UPDATE payments_testnotice n SET attempts = n.attempts + 1, send_at = %(next)s
FROM taken WHERE n.id = taken.id RETURNING n.id, n.body, n.event_id, n.account
"""
ANSWERED = """
UPDATE payments_testnotice SET answer = %(status)s,
       delivered_at = CASE WHEN %(status)s BETWEEN 200 AND 299 THEN %(now)s::timestamptz END
WHERE id = %(id)s
"""
AGAIN = timedelta(seconds=5)


def send_test_notices(now: datetime) -> int:
    """Send up to ten events; one that is not answered with 2xx is sent again five seconds later."""
    if not settings.TEST_CARD:
        return 0
    with transaction.atomic(durable=True):
        due = sql.rows(DUE, {"now": now, "next": now + AGAIN})
    for identity, body, event_id, account in due:
        try:
            status = test_bank.send(body, event_id, account=account, now=now)
        except OSError:
            continue
        with transaction.atomic(durable=True):
            sql.run(ANSWERED, {"status": status, "now": now, "id": identity})
    return len(due)
