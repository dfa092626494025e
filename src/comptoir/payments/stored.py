"""The rows of stored value: each function is one statement on the account, with its movement. The caller's
transaction holds the order, or the account when staff act."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.payments import rules
from comptoir.payments.errors import StoredValueShort, StoredValueUnknown, StoredValueUnusable

SALT = "comptoir.payments.stored_value"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
FIND = """
SELECT id, kind, currency, legal_entity, state, expires_at, balance_minor - held_minor FROM payments_storedvalue
WHERE code_hash = ANY(%s)
"""
MOVED = """
INSERT INTO payments_storedmovement (
    account_id, kind, amount_minor, held_minor, reason, order_id, request_id, happened_at
)
"""
# The condition stands in the statement: two orders that claim the same money meet at the row, and one finds it gone.
HOLD = f"""
WITH claimed AS (
    UPDATE payments_storedvalue SET held_minor = held_minor + %(minor)s
    WHERE id = %(account)s AND state = 'active' AND balance_minor - held_minor >= %(minor)s
    RETURNING id
)
{MOVED} SELECT id, 'hold', 0, %(minor)s, '', %(order)s, %(request)s, %(now)s FROM claimed
"""
SPEND = f"""
WITH spent AS (
    UPDATE payments_storedvalue SET held_minor = held_minor - %(minor)s, balance_minor = balance_minor - %(minor)s
    WHERE id = %(account)s RETURNING id
)
{MOVED} SELECT id, 'spend', -%(minor)s::bigint, -%(minor)s::bigint, '', %(order)s, %(request)s, %(now)s FROM spent
"""
RELEASE = f"""
WITH wanted AS (
    SELECT r.id, r.token::uuid AS account, r.amount_minor, r.order_id FROM payments_paymentrequest r
    WHERE r.id = ANY(%(requests)s::uuid[]) AND r.kind = 'charge' AND r.tender = ANY(%(tenders)s)
), freed AS (
    UPDATE payments_storedvalue a SET held_minor = a.held_minor - w.minor
    FROM (SELECT account, sum(amount_minor)::bigint AS minor FROM wanted GROUP BY account) AS w WHERE a.id = w.account
)
{MOVED} SELECT account, 'release', 0, -amount_minor, '', order_id, id, %(now)s FROM wanted
"""
PUT_BACK = f"""
WITH filled AS (
    UPDATE payments_storedvalue SET balance_minor = balance_minor + %(minor)s WHERE id = %(account)s RETURNING id
)
{MOVED} SELECT id, %(kind)s, %(minor)s, 0, %(reason)s, %(order)s, %(request)s, %(now)s FROM filled
"""
OPEN = """
INSERT INTO payments_storedvalue (
    id, kind, code_hash, last4, legal_entity, currency, customer_id, balance_minor, held_minor, state, expires_at,
    issued_at
) VALUES (%s, %s, %s, %s, %s, %s, %s, 0, 0, 'active', %s, %s)
"""


def code_of(account_id: UUID, *, secret: str | None = None) -> str:
    """The code of an account: 80 bits that follow from its id and the house's secret key, `7Q2M-…`.

    So it is nowhere kept, a call that is sent again is answered with the same code, and a store credit that a refund
    made can be told to its buyer.
    """
    digest = salted_hmac(f"{SALT}.code", str(account_id), secret=secret, algorithm="sha256").digest()
    number = int.from_bytes(digest[:10], "big")
    return grouped("".join(LETTERS[number >> 5 * place & 31] for place in range(16)))


def grouped(plain: str) -> str:
    return "-".join(plain[start : start + 4] for start in range(0, 16, 4))


def hashes(code: str) -> list[bytes]:
    """Of a code, under the secret key and those that it followed."""
    plain = rules.normal_code(code)
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(SALT, plain, secret=secret, algorithm="sha256").digest() for secret in secrets]


def open_account(
    account_id: UUID, *, kind: str, legal_entity: str, currency: str, customer_id: UUID | None,
    expires_at: datetime | None, now: datetime,
) -> str:  # fmt: skip
    """Answers the code."""
    code = code_of(account_id)
    sql.run(
        OPEN,
        [account_id, kind, hashes(code)[0], code[-4:], legal_entity, currency, customer_id, expires_at, now],
    )
    return code


def usable(code: str, *, kind: str, currency: str, legal_entity: str | None, now: datetime) -> tuple[UUID, int]:
    """The account of a code and what may be claimed of it. Refuses StoredValueUnknown, StoredValueUnusable."""
    found = sql.row(FIND, [hashes(code)])
    if found is None or found[1] != kind:
        raise StoredValueUnknown()
    account_id, _kind, own_currency, entity, state, expires_at, available = found
    if state != "active":
        raise StoredValueUnusable(why="blocked")
    if expires_at is not None and expires_at <= now:
        raise StoredValueUnusable(why="expired")
    if own_currency != currency:
        raise StoredValueUnusable(why="currency")
    if legal_entity is not None and entity != legal_entity:
        raise StoredValueUnusable(why="legal_entity")
    return account_id, int(available)


def hold(account_id: UUID, amount: Money, *, order_id: UUID, request_id: UUID, now: datetime) -> None:
    """Claim money for an order. Refuses StoredValueShort when it is not there any more."""
    given = {"account": account_id, "minor": amount.minor, "order": order_id, "request": request_id, "now": now}
    if not sql.run(HOLD, given):
        raise StoredValueShort(wanted=amount.minor, currency=amount.currency)


def spend(account_id: UUID, amount: Money, *, order_id: UUID, request_id: UUID, now: datetime) -> None:
    """What was claimed is spent."""
    sql.run(
        SPEND, {"account": account_id, "minor": amount.minor, "order": order_id, "request": request_id, "now": now}
    )


def release(request_ids: list[UUID], *, now: datetime) -> None:
    """What these requests claimed may be spent otherwise."""
    sql.run(RELEASE, {"requests": request_ids, "tenders": list(rules.STORED), "now": now})


def put_back(
    account_id: UUID, amount: Money, *, kind: str, reason: str, order_id: UUID | None, request_id: UUID | None,
    now: datetime,
) -> int:  # fmt: skip
    """Money comes onto an account; answers how many accounts were found."""
    return sql.run(
        PUT_BACK,
        {
            "account": account_id, "minor": amount.minor, "kind": kind, "reason": reason, "order": order_id,
            "request": request_id, "now": now,
        },
    )  # fmt: skip


def asker_key(asker: str) -> str:
    """What is kept of who tried a code: no address, no name."""
    return hashlib.blake2b(asker.encode(), digest_size=16).hexdigest()
