"""Staff and programs give money back: a part or all of what came, and once more when a bank refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.orders import OrderRefunded
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.orders import ports, rules
from comptoir.orders.books import post_sale
from comptoir.orders.commands.moves import LockedOrder, hold_order
from comptoir.orders.errors import RefundableChanged
from comptoir.payments import facade as payments

# Money for pieces that go, against which what was given for nothing that goes does not count.
FOR_PIECES = ("returned", "withdrawn")
PRESENTS = ("goodwill", "late")
CREDIT = "UPDATE orders_order SET credited_minor = %s, changed_at = %s WHERE id = %s"


def refund(
    order_id: UUID,
    *,
    amount: Money | None = None,
    reason: str,
    as_credit: bool = False,
    shown: Money | None = None,
    actor: str,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> tuple[UUID, ...]:
    """Give back `amount` (None: all that came and was not asked back) by the means that it came by, the latest first
    and stored value last; or as a new store credit. Answers the ids of the refunds, which the worker brings to the
    providers.

    `reason` is a code of `rules.REFUND_REASONS`; `shown` is what could be given back when the person decided.
    Refuses NotFound, Invalid, NothingToRefund, RefundableChanged, GiftCardSpent, IdempotencyConflict.
    """
    if reason not in rules.REFUND_REASONS:
        raise Invalid({"reason": "not_a_choice"})
    if amount is not None and amount.minor < 1:
        raise Invalid({"amount": "too_small"})
    with transaction.atomic(durable=True):
        order = hold_order(order_id, *ports.subjects_of(order_id))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return tuple(UUID(made) for made in answer["refunds"])
        there = payments.refundable(order_id, order.currency)
        if shown is not None and shown != there:
            raise RefundableChanged(refundable=there.minor, currency=there.currency)
        amount = there if amount is None else amount
        if amount.currency != order.currency:
            raise Invalid({"amount": "not_a_choice"})
        made = _give_back(order, amount, there, None, reason, as_credit, actor, now)
        idempotency.remember(idempotency_key, {"refunds": [str(each) for each in made]}, now)
    return made


def refund_held(
    order: LockedOrder, *, amount: Money, pieces: Mapping[int, int], reason: str, actor: str, now: datetime
) -> Money:
    """Give back up to `amount`, no more than came, for these `pieces`, by the positions of their lines, in the caller's
    transaction, which got `order` from `hold_order` before it wrote anything, with `keepers_of` it. Answers what goes
    back. Refuses GiftCardSpent."""
    there = payments.refundable(order.id, order.currency)
    amount = min(amount, there)
    if amount:
        _give_back(order, amount, there, pieces, reason, False, actor, now)
    return amount


def _give_back(
    order: LockedOrder, amount: Money, there: Money, pieces: Mapping[int, int] | None, reason: str, as_credit: bool,
    actor: str, now: datetime,
) -> tuple[UUID, ...]:  # fmt: skip
    origin = order.origin(actor)
    if order.state not in ("pending", "cancelled", "expired"):
        too_much = max(0, there.minor - order.asked_minor)
        back = Money(max(0, amount.minor - too_much), amount.currency)
        presents = _presents(order) if reason in FOR_PIECES else Money(0, order.currency)
        ports.give_back(
            order.id, back=back, kept=there - amount, presents=presents, pieces=pieces, origin=origin, now=now
        )
    made = payments.request_refund(order.id, amount=amount, as_credit=as_credit, origin=origin, now=now)
    _credit(order, amount, there, now)
    journal.append(
        OrderRefunded(
            order_id=order.id, amount_minor=amount.minor, currency=amount.currency, reason=reason,
            to="store_credit" if as_credit else "same",
        ),
        origin=origin, occurred_at=now,
    )  # fmt: skip
    return made


def _presents(order: LockedOrder) -> Money:
    given = sum(
        event.payload["amount_minor"]
        for event in journal.timeline("order", order.id)
        if event.name == OrderRefunded.NAME and event.payload["reason"] in PRESENTS
    )
    return Money(given, order.currency)


def refund_again(
    order_id: UUID,
    request_id: UUID,
    *,
    as_credit: bool = False,
    actor: str,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> UUID:
    """A refund was refused: try it once more, or give a store credit instead. Answers the new refund's id.

    Refuses NotFound, RefundNotRefused (it was not, or somebody was quicker), IdempotencyConflict.
    """
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return UUID(answer["refund"])
        made = payments.request_refund_again(
            order_id, request_id, as_credit=as_credit, origin=order.origin(actor), now=now
        )
        idempotency.remember(idempotency_key, {"refund": str(made)}, now)
    return made


def _credit(order: LockedOrder, amount: Money, there: Money, now: datetime) -> None:
    """The buyer owes less by what is given back, except for money that was too much or belongs to a closed order."""
    if order.state in ("pending", "cancelled", "expired"):
        return
    too_much = max(0, there.minor - order.asked_minor)
    credited = min(order.total_minor, order.credited_minor + max(0, amount.minor - too_much))
    sql.run(CREDIT, [credited, now, order.id])
    post_sale(order, credited=credited, now=now)
