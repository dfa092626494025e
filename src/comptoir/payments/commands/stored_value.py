"""Gift cards and store credit, as staff and programs issue, fill and block them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.payments import (
    StoredValueBlocked,
    StoredValueIssued,
    StoredValueReleased,
    StoredValueToppedUp,
)
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.ledger import facade as ledger
from comptoir.ledger.contracts import Books, Transfer
from comptoir.org import facade as org
from comptoir.payments import rules, stored
from comptoir.payments.contracts import IssuedValue

MOST = 10_000_000
WHOLE = """
SELECT a.id, a.balance_minor - a.held_minor >= wanted.minor
FROM payments_storedvalue a JOIN unnest(%s::uuid[], %s::bigint[]) AS wanted(id, minor) ON wanted.id = a.id
ORDER BY a.id FOR UPDATE OF a
"""
ON_THEM = """
SELECT a.id, a.balance_minor - a.held_minor FROM payments_storedvalue a
WHERE a.id = ANY(%s::uuid[]) ORDER BY a.id FOR UPDATE OF a
"""
KIND = "SELECT kind, currency, legal_entity FROM payments_storedvalue WHERE id = %s FOR UPDATE"
LEFT = "SELECT kind, balance_minor - held_minor, currency FROM payments_storedvalue WHERE id = %s FOR UPDATE"
STATE = "UPDATE payments_storedvalue SET state = %s WHERE id = %s AND state <> %s"


def issue(
    *,
    kind: str,
    amount: Money,
    reason: str,
    customer_id: UUID | None = None,
    expires_at: datetime | None = None,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> IssuedValue:
    """A new gift card or store credit of the origin's legal entity; the code is answered and not kept.

    `kind` is gift_card or store_credit (which needs its customer), `reason` a code of `rules.ISSUE_REASONS`, `amount`
    1 to 10 million minor units. Refuses Invalid, IdempotencyConflict. The same key gets the same code.
    """
    errors = {}
    if kind not in rules.STORED:
        errors["kind"] = "not_a_choice"
    if reason not in rules.ISSUE_REASONS:
        errors["reason"] = "not_a_choice"
    if kind == "store_credit" and customer_id is None:
        errors["customer_id"] = "missing"
    if expires_at is not None and expires_at <= now:
        errors["expires_at"] = "too_small"
    errors |= _amount_errors(amount)
    if errors:
        raise Invalid(errors)
    return idempotency.settled(
        lambda: _issue(kind, amount, reason, customer_id, expires_at, origin, now, idempotency_key)
    )


def _issue(
    kind: str, amount: Money, reason: str, customer_id: UUID | None, expires_at: datetime | None, origin: Origin,
    now: datetime, key: IdempotencyKey | None,
) -> IssuedValue:  # fmt: skip
    account_id = uuid7()
    with transaction.atomic(durable=True):
        locks.hold(("stored_value", account_id))
        if (answer := idempotency.recall(key)) is not None:
            account_id = UUID(answer["id"])
            return IssuedValue(id=account_id, code=stored.code_of(account_id), amount=amount)
        idempotency.remember(key, {"id": str(account_id)}, now)
        code = stored.open_account(
            account_id, kind=kind, legal_entity=origin.legal_entity or "", currency=amount.currency,
            customer_id=customer_id, expires_at=expires_at, now=now,
        )  # fmt: skip
        _fill(account_id, kind, amount, "issue", reason, origin, now)
        journal.append(_issued(account_id, kind, amount, reason), origin=origin, occurred_at=now)
    return IssuedValue(id=account_id, code=code, amount=amount)


def top_up(
    account_id: UUID, *, amount: Money, reason: str, origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> None:  # fmt: skip
    """More money on an account. Refuses NotFound, Invalid (reason, amount, currency), IdempotencyConflict."""
    errors = _amount_errors(amount)
    if reason not in rules.ISSUE_REASONS:
        errors["reason"] = "not_a_choice"
    if errors:
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(("stored_value", account_id))
        if idempotency.recall(idempotency_key) is not None:
            return
        found = sql.row(KIND, [account_id])
        if found is None:
            raise NotFound()
        if found[1] != amount.currency:
            raise Invalid({"amount": "not_a_choice"})
        idempotency.remember(idempotency_key, {"id": str(account_id)}, now)
        _fill(account_id, found[0], amount, "top_up", reason, origin, now)
        journal.append(
            StoredValueToppedUp(
                account_id=account_id, amount_minor=amount.minor, currency=amount.currency, reason=reason
            ),
            origin=origin, occurred_at=now,
        )  # fmt: skip


def block(
    account_id: UUID, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Nothing more can be claimed of it; what orders claimed before is still theirs. Refuses NotFound,
    IdempotencyConflict."""
    _set_state(account_id, "blocked", StoredValueBlocked(account_id=account_id), origin, now, idempotency_key)


def unblock(
    account_id: UUID, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """It can be spent again. Refuses NotFound, IdempotencyConflict."""
    _set_state(account_id, "active", StoredValueReleased(account_id=account_id), origin, now, idempotency_key)


def open_credit(account_id: UUID, amount: Money, origin: Origin, now: datetime) -> UUID:
    """A store credit, still empty, for the customer whose refund this is, in the caller's transaction. Its id is the
    refund's."""
    stored.open_account(
        account_id, kind="store_credit", legal_entity=origin.legal_entity or "", currency=amount.currency,
        customer_id=UUID(origin.person_key) if origin.person_key else None, expires_at=None, now=now,
    )  # fmt: skip
    journal.append(_issued(account_id, "store_credit", amount, "refund"), origin=origin, occurred_at=now)
    return account_id


def open_card(amount: Money, *, reason: str, origin: Origin, now: datetime) -> UUID:
    """A new gift card in the caller's transaction, which keeps it from being made twice; answers its account."""
    account_id = uuid7()
    stored.open_account(
        account_id, kind="gift_card", legal_entity=origin.legal_entity or "", currency=amount.currency,
        customer_id=None, expires_at=None, now=now,
    )  # fmt: skip
    _fill(account_id, "gift_card", amount, "issue", reason, origin, now)
    journal.append(_issued(account_id, "gift_card", amount, reason), origin=origin, occurred_at=now)
    return account_id


def whole(amounts: Mapping[UUID, int]) -> set[UUID]:
    """Those of these accounts that still have their amount, neither spent nor claimed. They stay so until the caller's
    transaction ends."""
    return {row[0] for row in sql.rows(WHOLE, [list(amounts), list(amounts.values())]) if row[1]}


def left_on(account_ids: Iterable[UUID]) -> dict[UUID, int]:
    """What is neither spent nor claimed of these accounts, minor units. It stays so until the caller's transaction
    ends: who spends meanwhile waits."""
    return {row[0]: int(row[1]) for row in sql.rows(ON_THEM, [list(account_ids)])}


def take_in_held(account_ids: Iterable[UUID], *, reason: str, origin: Origin, now: datetime) -> None:
    """Block these accounts and take in what is left on them, by the same books as it was issued for `reason`: nobody is
    owed it any more. In the caller's transaction, which held the accounts before it wrote anything."""
    for account_id in account_ids:
        found = sql.row(LEFT, [account_id])
        if found is None:
            continue
        if sql.run(STATE, ["blocked", account_id, "blocked"]):
            journal.append(StoredValueBlocked(account_id=account_id), origin=origin, occurred_at=now)
        kind, left = found[0], Money(found[1], found[2])
        if left:
            _fill(account_id, kind, -left, "take_in", reason, origin, now)


def _fill(
    account_id: UUID, kind: str, amount: Money, movement: str, reason: str, origin: Origin, now: datetime
) -> None:
    stored.put_back(
        account_id, amount, kind=movement, reason=reason, order_id=None, request_id=None, now=now
    )
    given, owed = rules.ISSUE_REASONS[reason], ledger.liability(kind)
    ledger.post(
        [
            Transfer(debit=given, credit=owed, amount=amount, kind="issue", cause=account_id)
            if amount.minor > 0
            else Transfer(debit=owed, credit=given, amount=-amount, kind="take_in", cause=account_id)
        ],
        Books(
            legal_entity=origin.legal_entity or "", day=now.astimezone(org.market(origin.market or "").zone).date(),
            now=now, subject_kind="stored_value", subject_id=account_id,
        ),
    )  # fmt: skip


def _issued(account_id: UUID, kind: str, amount: Money, reason: str) -> StoredValueIssued:
    return StoredValueIssued(
        account_id=account_id, kind=kind, amount_minor=amount.minor, currency=amount.currency, reason=reason
    )


def _set_state(
    account_id: UUID, state: str, word: StoredValueBlocked | StoredValueReleased, origin: Origin, now: datetime,
    key: IdempotencyKey | None,
) -> None:  # fmt: skip
    with transaction.atomic(durable=True):
        locks.hold(("stored_value", account_id))
        if idempotency.recall(key) is not None:
            return
        if sql.row(KIND, [account_id]) is None:
            raise NotFound()
        idempotency.remember(key, {"state": state}, now)
        if sql.run(STATE, [state, account_id, state]):
            journal.append(word, origin=origin, occurred_at=now)


def _amount_errors(amount: Money) -> dict[str, str]:
    if amount.minor < 1:
        return {"amount": "too_small"}
    return {"amount": "too_large"} if amount.minor > MOST else {}
