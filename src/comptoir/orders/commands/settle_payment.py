"""The only way in which money reaches an order: the same for worker, browser return, counter and sweeper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import ToServe
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Allocation, ReservationInfo
from comptoir.inventory.errors import AheadMoved, SoldOut
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.orders import MoneyDiffers, MoneyUnexpected, OrderConfirmed, OrderPaid, OrderUnsecured
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.ledger import facade as ledger
from comptoir.orders import assess, rules
from comptoir.orders.books import books_of, post_sales
from comptoir.orders.commands.moves import LockedOrder, hold_orders, move_all
from comptoir.orders.parcels import allotted, without_parcel
from comptoir.orders.rules import Effect, Standing
from comptoir.org import facade as org
from comptoir.payments import facade as payments
from comptoir.payments.contracts import PaymentResult
from comptoir.promises import facade as promises
from comptoir.promises.contracts import PromiseInfo

PAY = """
UPDATE orders_order o SET paid_minor = o.paid_minor + came.minor, changed_at = %(now)s
FROM unnest(%(ids)s::uuid[], %(minors)s::bigint[]) AS came(id, minor) WHERE o.id = came.id
"""
HOLD = """
UPDATE orders_order SET hold_until = greatest(hold_until, %(end)s), changed_at = %(now)s,
    unpromised_since = coalesce(unpromised_since, %(now)s)
WHERE id = %(id)s
"""
PROMISE = "UPDATE orders_order SET promise_id = %s, promised_by = %s, unpromised_since = NULL WHERE id = %s"
Answer = tuple[UUID, PaymentResult]


@dataclass(frozen=True, slots=True)
class _Confirmed:
    """An order that has its money, with what is paid by now."""

    order: LockedOrder
    paid: int
    origin: Origin


def settle_payment(request_id: UUID, result: PaymentResult, *, actor: str, now: datetime) -> str:
    """Record what a provider answered and do to the order what follows from it: one transaction.

    Answers the state of the order. The same answer twice changes nothing. Money that nobody wants any more is
    given back and flagged.
    """
    return settle_payments([(request_id, result)], actor=actor, now=now)[0]


def settle_payments(answers: Sequence[Answer], *, actor: str, now: datetime) -> list[str]:
    """As `settle_payment`, for requests of different orders in one transaction: all or none. ValueError when two are
    of one order, since what follows from the second depends on what followed from the first."""
    order_ids = payments.orders_of([request_id for request_id, _ in answers])
    if len(set(order_ids)) < len(order_ids):
        raise ValueError("one answer an order at a time")
    with sql.transacted():
        orders = hold_orders(order_ids)
        origins = [order.origin(actor) for order in orders]
        with journal.gathered():
            recorded = payments.record(
                [(*answer, origin) for answer, origin in zip(answers, origins, strict=True)], now=now
            )
            _pay(orders, recorded, now)
            pages = zip(orders, recorded, strict=True)
            ledger.post_all((each.transfers, books_of(order, now)) for order, each in pages if each.moved)
            settled = [
                _settle(order, request_id, result, each, origin, now) if each.moved else None
                for order, (request_id, result), each, origin in zip(orders, answers, recorded, origins, strict=True)
            ]
            _confirm([each for each in settled if each], now)
    return ["confirmed" if each else order.state for order, each in zip(orders, settled, strict=True)]


def _pay(orders: Sequence[LockedOrder], recorded: Sequence[payments.Recorded], now: datetime) -> None:
    came = [
        (order.id, each.received.minor)
        for order, each in zip(orders, recorded, strict=True)
        if each.received and each.received.currency == order.currency
    ]
    if came:
        ids, minors = ([part[place] for part in came] for place in (0, 1))
        sql.write(PAY, {"ids": ids, "minors": minors, "now": now})


def _settle(
    order: LockedOrder, request_id: UUID, result: PaymentResult, recorded: payments.Recorded, origin: Origin,
    now: datetime,
) -> _Confirmed | None:  # fmt: skip
    _flag_what_differs(order, request_id, recorded, origin, now)
    same_currency = result.amount.currency == order.currency
    before = Standing(
        state=order.state, total=order.asked_minor, paid=order.paid_minor,
        secured=recorded.reserved + recorded.awaited,
    )  # fmt: skip
    effect = rules.effect_of_answer(
        before, kind=recorded.kind, outcome=result.outcome, amount=result.amount.minor, same_currency=same_currency
    )
    received = recorded.received if same_currency else Money(0, order.currency)
    paid = order.paid_minor + received.minor
    match effect:
        case Effect.GIVE_BACK:
            _give_back(order.id, request_id, recorded.received, origin, now)
        case Effect.CONFIRM:
            _return_excess(order, request_id, received, origin, now)
            return _Confirmed(_promise_from_now(order, origin, now), paid, origin)
        case Effect.REVIVE_OR_GIVE_BACK | Effect.REVIVE_OR_LET_GO:
            if _hold_again(order, origin, now):
                _return_excess(order, request_id, received, origin, now)
                return _Confirmed(_promise_again(order, origin, now), paid, origin)
            if effect is Effect.REVIVE_OR_LET_GO:
                payments.let_go(order.id, currency=order.currency, origin=origin, now=now)
            else:
                _give_back(order.id, request_id, received, origin, now)
        case Effect.LET_GO:
            payments.let_go(order.id, currency=order.currency, charge_id=request_id, origin=origin, now=now)
        case Effect.HOLD_LONGER:
            end = result.until or now + rules.WAIT
            sql.write(HOLD, {"end": end, "now": now, "id": order.id})
            inventory.extend(order.id, end)
            promises.withdraw_open("order", order.id, origin=origin, now=now)
        case Effect.NOTE_PAYMENT:
            _return_excess(order, request_id, received, origin, now)
            if paid >= order.asked_minor:  # nothing of what is still reserved will be taken
                payments.let_go(order.id, currency=order.currency, origin=origin, now=now)
            journal.append(OrderPaid(order_id=order.id, paid_minor=paid), origin=origin, occurred_at=now)
    return None


def _flag_what_differs(
    order: LockedOrder, request_id: UUID, recorded: payments.Recorded, origin: Origin, now: datetime
) -> None:
    """Money that came otherwise than it was asked for, and money that was reserved and is not any more."""
    came = abs(recorded.received.minor)
    if recorded.state == "paid" and Money(came, recorded.received.currency) != recorded.asked:
        journal.append(
            MoneyDiffers(
                order_id=order.id, request_id=request_id, asked_minor=recorded.asked.minor, received_minor=came,
                currency=recorded.received.currency,
            ),
            origin=origin, occurred_at=now,
        )  # fmt: skip
    missing = order.asked_minor - order.paid_minor - recorded.reserved - recorded.awaited
    if recorded.lapsed and order.state in ("confirmed", "ready") and missing > 0:
        journal.append(
            OrderUnsecured(order_id=order.id, missing_minor=missing, currency=order.currency),
            origin=origin, occurred_at=now,
        )  # fmt: skip


def _confirm(confirmed: Sequence[_Confirmed], now: datetime) -> None:
    move_all([each.order for each in confirmed], "confirmed", now=now)
    post_sales([(each.order, each.order.credited_minor) for each in confirmed], now=now)
    if confirmed:
        reserved = inventory.reservations_of([each.order.id for each in confirmed])
        beside = without_parcel([each.order.id for each in confirmed])
        fulfilment.plan(
            [_to_serve(each, reserved[each.order.id], beside.get(each.order.id, {})) for each in confirmed], now=now
        )
        inventory.firm(*reserved)
    for each in confirmed:
        word = OrderConfirmed(order_id=each.order.id, paid_minor=each.paid)
        journal.append(word, origin=each.origin, occurred_at=now)


def _to_serve(
    confirmed: _Confirmed, reserved: Sequence[ReservationInfo], beside: Mapping[UUID, tuple[str, int]]
) -> ToServe:
    """What is reserved, and what of the lines `beside` the parcels (nature and pieces by variant) nobody counts."""
    order = confirmed.order
    return ToServe(
        order_id=order.id, method=order.delivery_method, promise_id=order.promise_id, promised_by=order.promised_by,
        allocations=allotted(reserved, beside, org.places),
        origin=confirmed.origin,
    )  # fmt: skip


def _hold_again(order: LockedOrder, origin: Origin, now: datetime) -> bool:
    wanted = [
        Allocation(variant_id=r.variant_id, location_id=r.location_id, quantity=r.quantity, ahead=r.ahead)
        for r in inventory.reservations(order.id)
    ]
    journal.write_gathered()  # the savepoint's words are of later facts
    try:
        with transaction.atomic():
            inventory.reserve(order.id, wanted, expires_at=now + rules.HOLD, origin=origin, now=now)
    except (SoldOut, AheadMoved):
        return False
    return True


def _promise_from_now(order: LockedOrder, origin: Origin, now: datetime) -> LockedOrder:
    """While a transfer was waited for no day was promised: it counts from the money's coming, by whichever means
    (decision 0043). Nothing is read of an order that waited for none."""
    if order.unpromised_since is None:
        return order
    promises.withdraw_open("order", order.id, origin=origin, now=now)  # one that a change made meanwhile
    return _promise_again(order, origin, now)


def _promise_again(order: LockedOrder, origin: Origin, now: datetime) -> LockedOrder:
    """The same way, from now on; where it is not offered any more, as long after now as it was to take before."""
    if way := assess.way_from_now(order.id, actor=origin.actor, now=now):
        due = way.promise.due
        promise_id = fulfilment.promised(order.id, way, origin=origin, now=now)
    else:
        before = promises.get(order.promise_id)
        due = now + (before.due - before.made_at)
        promise_id = promises.make(
            before.kind, subject_kind="order", subject_id=order.id, due=due,
            terms=before.terms | _later(before, now), origin=origin, now=now,
        )  # fmt: skip
    sql.write(PROMISE, [promise_id, due, order.id])
    return replace(order, promise_id=promise_id, promised_by=due)


def _later(before: PromiseInfo, now: datetime) -> dict[str, str]:
    """The days of its terms, moved by as many as passed since it was made."""
    passed = timedelta(days=(now - before.made_at).days)
    return {end: (date.fromisoformat(before.terms[end]) + passed).isoformat() for end in ("earliest", "latest")}


def _return_excess(
    order: LockedOrder, request_id: UUID, received: Money, origin: Origin, now: datetime
) -> None:
    too_much = rules.excess(total=order.asked_minor, paid=order.paid_minor, received=received.minor)
    if too_much:
        _give_back(order.id, request_id, Money(too_much, received.currency), origin, now)


def _give_back(order_id: UUID, request_id: UUID, amount: Money, origin: Origin, now: datetime) -> None:
    journal.append(
        MoneyUnexpected(
            order_id=order_id, request_id=request_id, amount_minor=amount.minor, currency=amount.currency
        ),
        origin=origin,
        occurred_at=now,
    )
    payments.request_refund(order_id, amount=amount, origin=origin, now=now)
