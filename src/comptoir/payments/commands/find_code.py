"""What a code is worth, for whoever holds it; guessing is refused."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comptoir.kit import sql
from comptoir.payments import rules, stored
from comptoir.payments.contracts import StoredValueInfo
from comptoir.payments.errors import StoredValueUnknown, TooManyTries
from comptoir.payments.queries import stored_value_by_hash

TRIED = "SELECT failures FROM payments_codetry WHERE asker = %s AND hour = %s"
FAILED = """
INSERT INTO payments_codetry AS kept (asker, hour, failures) VALUES (%s, %s, 1)
ON CONFLICT (asker, hour) DO UPDATE SET failures = kept.failures + 1
"""
FORGET = "DELETE FROM payments_codetry WHERE hour < %s"


def find_code(code: str, *, asker: str, now: datetime) -> StoredValueInfo:
    """The account of a code. `asker` is whatever tells who tries (an address, a basket); only a hash of it is kept.

    Refuses StoredValueUnknown, and TooManyTries from the tenth unknown code within an hour of the clock on.
    """
    who, hour = stored.asker_key(asker), now.replace(minute=0, second=0, microsecond=0)
    tried = sql.row(TRIED, [who, hour])
    if tried and tried[0] >= rules.TRIES_PER_HOUR:
        raise TooManyTries()
    found = stored_value_by_hash(stored.hashes(code), now=now)
    if found is None:
        with transaction.atomic(durable=True):
            sql.run(FORGET, [hour])
            sql.run(FAILED, [who, hour])
        raise StoredValueUnknown()
    return found
