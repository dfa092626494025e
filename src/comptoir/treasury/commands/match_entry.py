"""Find the demand that a bank movement answers, and hand the money to its order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction

from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.treasury import BankEntryMatched, BankEntryUnmatched
from comptoir.kit import sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.payments import facade as payments
from comptoir.payments.contracts import PaymentResult, RequestInfo
from comptoir.treasury import origins, rules

log = structlog.get_logger("comptoir.treasury")
NEW = "SELECT id FROM treasury_bankentry WHERE statement_id = %s AND state = 'new' ORDER BY id"
LEFT = "SELECT id FROM treasury_bankentry WHERE state = 'new' ORDER BY id LIMIT 100"
READ = """
SELECT e.id, e.iban, s.legal_entity, e.amount_minor, e.currency, e.reversal, e.reference, e.state, e.request_id,
       e.order_id, e.decided_by
FROM treasury_bankentry e JOIN treasury_bankstatement s ON s.id = e.statement_id WHERE e.id = %s
"""
TAKE = "UPDATE treasury_bankentry SET request_id = %s, order_id = %s WHERE id = %s AND request_id IS NULL"
END = """
UPDATE treasury_bankentry SET state = %s, result = %s WHERE id = %s AND state = ANY(%s)
"""
TO_RETURN = "SELECT id, amount_minor FROM treasury_bankentry WHERE iban = %s AND state = 'to_return' AND currency = %s"
ACTOR = "bank:camt053"


@dataclass(frozen=True, slots=True)
class Entry:
    id: UUID
    iban: str
    legal_entity: str
    amount_minor: int
    currency: str
    reversal: bool
    reference: str
    state: str
    request_id: UUID | None
    order_id: UUID | None
    decided_by: str

    @property
    def amount(self) -> Money:
        return Money(abs(self.amount_minor), self.currency)


def read_entry(entry_id: UUID) -> Entry | None:
    found = sql.row(READ, [entry_id])
    return Entry(*found) if found else None


def match_entries(statement_id: UUID, *, now: datetime) -> int:
    """Match what is new in a statement; one that fails is left to the worker, the others go on."""
    return _each([row[0] for row in sql.rows(NEW, [statement_id])], now)


def match_left(now: datetime) -> int:
    """The worker's part: movements whose import died before they were matched."""
    return _each([row[0] for row in sql.rows(LEFT)], now)


def _each(ids: list[UUID], now: datetime) -> int:
    done = 0
    for identity in ids:
        try:
            match_entry(identity, now=now)
            done += 1
        except Exception:
            log.exception("bank movement failed", entry=str(identity))
    return done


def match_entry(entry_id: UUID, *, now: datetime) -> str:
    """Match one movement; answers what came of it. A demand is taken by one movement before the money is handed on,
    so a crash in between is healed by the same movement, and no other one can be taken for it."""
    entry = read_entry(entry_id)
    if entry is None or entry.state != "new":
        return ""
    if entry.decided_by and entry.order_id is not None:
        return take_for_order(entry, entry.order_id, "assigned", actor=entry.decided_by, now=now)
    if entry.reversal:
        return _unmatched(entry, "reversal", now)
    asked = _asked(entry)
    if entry.amount_minor <= 0:
        return _went_out(entry, asked, now)
    if asked is None:
        return _unmatched(entry, "no_reference" if not entry.reference else "unknown_reference", now)
    if asked.amount.currency != entry.currency:
        return _unmatched(entry, "other_currency", now)
    if asked.kind != "charge":
        return _unmatched(entry, "refund_came_back", now)
    if not _taken(entry, asked):
        return _once_more(entry, asked, now)
    return settle(entry, asked, rules.fit(asked.amount.minor, entry.amount_minor), now)


def _asked(entry: Entry) -> RequestInfo | None:
    """The demand taken before a crash, else the one that the reference names in this legal entity."""
    if entry.request_id is not None:
        return payments.request_info(entry.request_id)
    return payments.by_transfer_reference(entry.reference) if entry.reference else None


def _taken(entry: Entry, asked: RequestInfo) -> bool:
    """Whether this movement is the one that answers the demand. Says no when another is, or when it was paid else.
    Two workers on one movement both take it: settling is what they do once."""
    if entry.request_id == asked.id:
        return True
    if asked.state == "paid":
        return False
    try:
        with transaction.atomic(durable=True):
            sql.run(TAKE, [asked.id, asked.order_id, entry.id])
    except IntegrityError:
        return False
    now_taken = read_entry(entry.id)
    return now_taken is not None and now_taken.request_id == asked.id


def _once_more(entry: Entry, asked: RequestInfo, now: datetime) -> str:
    """A second transfer with the same reference: the rest of an order that is not paid yet, else paid twice. While
    the first is just being settled this one waits for the worker: what is left to pay is not known."""
    if payments.request_info(asked.id).state != "paid":
        return ""
    order = orders.get(asked.order_id)
    if order.state != "pending" or order.due.minor <= 0 or order.due.currency != entry.currency:
        return _unmatched(entry, "paid_twice", now)
    return take_for_order(entry, asked.order_id, "rest_paid", actor=ACTOR, now=now)


def take_for_order(entry: Entry, order_id: UUID, result: str, *, actor: str, now: datetime) -> str:
    """Ask the order for exactly what came, once, and settle that demand."""
    key = IdempotencyKey.of(actor="treasury", endpoint="bank entry", key=str(entry.id), request=[str(order_id)])
    request_id = orders.ask_transfer(order_id, amount=entry.amount, actor=actor, now=now, idempotency_key=key)
    asked = payments.request_info(request_id)
    with transaction.atomic(durable=True):
        sql.run(TAKE, [asked.id, asked.order_id, entry.id])
    return settle(entry, asked, result, now)


def settle(entry: Entry, asked: RequestInfo, result: str, now: datetime) -> str:
    """Hand the money of a movement to the order of its demand, and say so."""
    before = orders.get(asked.order_id).state
    paid = PaymentResult(outcome="paid", amount=entry.amount, reference=asked.provider_reference or entry.reference)
    orders.settle_payment(asked.id, paid, actor=ACTOR, now=now)
    result = "late" if before in ("expired", "cancelled") else result
    state = "assigned" if entry.decided_by else "matched"
    with transaction.atomic(durable=True):
        if sql.run(END, [state, result, entry.id, ["new"]]):
            word = BankEntryMatched(
                entry_id=entry.id, order_id=asked.order_id, request_id=asked.id, amount_minor=entry.amount_minor,
                currency=entry.currency, result=result,
            )  # fmt: skip
            journal.append(word, origin=origins.of(ACTOR, entry.legal_entity, "bank"), occurred_at=now)
    return result


def _went_out(entry: Entry, asked: RequestInfo | None, now: datetime) -> str:
    """Money that left: a refund of ours, a return of ours, or the company's own business."""
    if asked is not None and asked.kind == "refund" and asked.amount == entry.amount:
        if _taken(entry, asked):
            return settle(entry, asked, "refunded", now)
        return _unmatched(entry, "refunded_twice", now)
    if asked is not None:
        return _unmatched(entry, "refund_differs", now)
    for identity, minor in sql.rows(TO_RETURN, [entry.iban, entry.currency]):
        if payments.transfer_reference(identity) == entry.reference and minor == -entry.amount_minor:
            with transaction.atomic(durable=True):
                sql.run(END, ["returned", "returned", identity, ["to_return"]])
                sql.run(END, ["matched", "return_sent", entry.id, ["new"]])
            return "return_sent"
    with transaction.atomic(durable=True):
        sql.run(END, ["ignored", "not_a_payment", entry.id, ["new"]])
    return "not_a_payment"


def _unmatched(entry: Entry, reason: str, now: datetime) -> str:
    with transaction.atomic(durable=True):
        if sql.run(END, ["unmatched", reason, entry.id, ["new"]]):
            word = BankEntryUnmatched(
                entry_id=entry.id, amount_minor=entry.amount_minor, currency=entry.currency, reason=reason
            )
            journal.append(word, origin=origins.of(ACTOR, entry.legal_entity, "bank"), occurred_at=now)
    return reason
