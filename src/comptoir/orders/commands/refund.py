"""Staff and programs give money back: for pieces, off a line, for the delivery, or an amount; and once more when a bank
refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.orders import OrderRefunded
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.orders import ports, refunding, rules
from comptoir.orders.books import post_sale
from comptoir.orders.commands.moves import LockedOrder, hold_order
from comptoir.orders.commands.refund_parts import mark, put_back
from comptoir.orders.contracts import Given, OrderInfo, RefundedPart, RefundWish
from comptoir.orders.errors import GiftCardSpent, RefundableChanged, WithdrawalUnderWay
from comptoir.orders.queries import get
from comptoir.payments import facade as payments

# Money for pieces that go, against which what was given for nothing that goes does not count.
FOR_PIECES = ("returned", "withdrawn")
PRESENTS = ("goodwill", "late")
ENDED = ("pending", "cancelled", "expired")
NOTHING: Mapping[int, int] = MappingProxyType({})
NO_CARDS: Mapping[int, tuple[int, int]] = MappingProxyType({})
CREDIT = "UPDATE orders_order SET credited_minor = %s, changed_at = %s WHERE id = %s"


def refund(
    order_id: UUID,
    *,
    amount: Money | None = None,
    wish: RefundWish | None = None,
    reason: str,
    as_credit: bool = False,
    shown: Money | None = None,
    actor: str,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> tuple[UUID, ...]:
    """Give money back by the means that it came by, the latest first and stored value last; or as a new store credit.
    Answers the ids of the refunds, which the worker brings to the providers.

    With a `wish` it is for the pieces, lines and delivery that it names: `amount` is what they cost (None), or less by
    no more than was given back for nothing that was named. Without one `amount` is off the whole order, spread over
    its rates of VAT; None gives back all that came, but what was spent of the gift cards that the order became.

    `reason` is a code of `rules.REFUND_REASONS`; `shown` is what could be given back when the person decided.
    Refuses NotFound, Invalid, NothingToRefund, RefundableChanged, GiftCardSpent, IdempotencyConflict, and
    WithdrawalUnderWay for pieces or a delivery that a withdrawal gives back itself, and for an amount that names
    nothing and would be for one.
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
        if amount is not None and amount.currency != order.currency:
            raise Invalid({"amount": "not_a_choice"})
        if amount is None and wish is None:
            wish = _everything(order, there)
        require_unclaimed(get(order_id), wish, reason)
        if wish is not None:
            made = _for_parts(order, wish, amount, there, reason, as_credit, actor, now)
        else:
            made = _off_the_whole(order, amount, there, reason, as_credit, actor, now)
        idempotency.remember(idempotency_key, {"refunds": [str(each) for each in made]}, now)
        if wish is not None:
            put_back(get(order_id), wish.put_back, place=wish.place, origin=order.origin(actor), now=now)
    return made


def refund_held(
    order: LockedOrder, *, amount: Money, pieces: Mapping[int, int] = NOTHING,
    cards: Mapping[int, tuple[int, int]] = NO_CARDS, delivery: bool = False, reason: str, actor: str, now: datetime,
) -> Given:  # fmt: skip
    """Give back up to `amount`, no more than came, for these `pieces`, by the positions of their lines, for gift cards
    that the caller took in (of a line how many went whole, and what was left on the others, in minor units), with the
    `delivery`, in the caller's transaction, which got `order` from `hold_order` before it wrote anything. Answers what
    goes back, and which of them it names: also where nothing goes back, because what was given for nothing that was
    named pays for them."""
    there = payments.refundable(order.id, order.currency)
    amount, origin = min(amount, there), order.origin(actor)
    found: tuple[RefundedPart, ...] = ()
    credited = _credited(order, amount, there)
    if order.state not in ENDED:
        lines = get(order.id).lines
        room = credited - refunding.named(lines)
        found = refunding.covered(lines, pieces, cards, delivery=delivery, room=room)
        mark(order, found, {}, reason=reason, by_hand=False, origin=origin, now=now)
    if amount:
        _ask_back(order, amount, credited, reason, False, origin, now)
    elif found:
        post_sale(order, credited=credited, now=now)
    return Given(amount=amount, parts=found)


def require_unclaimed(order: OrderInfo, wish: RefundWish | None, reason: str) -> None:
    """What a refund by hand may be for. Refuses WithdrawalUnderWay."""
    if order.state in ENDED or (claimed := ports.claimed(order.id)) is None:
        return
    if reason in FOR_PIECES if wish is None else refunding.touches(order.lines, wish, claimed):
        raise WithdrawalUnderWay()


def _everything(order: LockedOrder, there: Money) -> RefundWish | None:
    """All that the order has, by name, where all of it left and what came pays for it; so whatever a card of it can no
    longer give back stays with its own line."""
    if order.state in ENDED:
        return None
    lines = get(order.id).lines
    found = refunding.everything(lines)
    return found if found is not None and there.minor == order.asked_minor else None


def _for_parts(
    order: LockedOrder, wish: RefundWish, amount: Money | None, there: Money, reason: str, as_credit: bool, actor: str,
    now: datetime,
) -> tuple[UUID, ...]:  # fmt: skip
    if order.state in ENDED:
        raise Invalid({"pieces": "not_a_choice"})
    origin, lines = order.origin(actor), get(order.id).lines
    refunding.require_possible(lines, wish)
    cards = ports.give_cards(order.id, wish.pieces, origin=origin, now=now)
    found = refunding.parts(lines, wish, cards)
    worth, unnamed = refunding.worth(found), order.credited_minor - refunding.named(lines)
    given = min(worth, order.asked_minor) if amount is None else amount.minor
    if not worth and cards:
        raise GiftCardSpent(order_id=str(order.id))
    if not worth or given > min(worth, order.asked_minor):
        raise Invalid({"amount": "too_large"} if worth else {"pieces": "missing"})
    if given < worth - unnamed:
        raise Invalid({"amount": "too_small"})
    mark(order, found, wish.put_back, reason=reason, by_hand=True, origin=origin, now=now)
    back = Money(given, order.currency)
    return _ask_back(order, back, order.credited_minor + given, reason, as_credit, origin, now)


def _off_the_whole(
    order: LockedOrder, amount: Money | None, there: Money, reason: str, as_credit: bool, actor: str, now: datetime
) -> tuple[UUID, ...]:
    origin = order.origin(actor)
    if order.state not in ENDED:
        if amount is None and there and (spent := ports.spent(order.id)):
            amount = there - Money(min(spent, there.minor), there.currency)
            if not amount:
                raise GiftCardSpent(order_id=str(order.id))
        amount = there if amount is None else amount
        too_much = max(0, there.minor - order.asked_minor)
        back = Money(max(0, amount.minor - too_much), amount.currency)
        presents = _presents(order) if reason in FOR_PIECES else Money(0, order.currency)
        ports.give_back(order.id, back=back, kept=there - amount, presents=presents, origin=origin, now=now)
    amount = there if amount is None else amount
    return _ask_back(order, amount, _credited(order, amount, there), reason, as_credit, origin, now)


def _ask_back(
    order: LockedOrder, amount: Money, credited: int, reason: str, as_credit: bool, origin: Origin, now: datetime
) -> tuple[UUID, ...]:
    made = payments.request_refund(order.id, amount=amount, as_credit=as_credit, origin=origin, now=now)
    if order.state not in ENDED:
        sql.run(CREDIT, [credited, now, order.id])
        post_sale(order, credited=credited, now=now)
    journal.append(
        OrderRefunded(
            order_id=order.id, amount_minor=amount.minor, currency=amount.currency, reason=reason,
            to="store_credit" if as_credit else "same",
        ),
        origin=origin, occurred_at=now,
    )  # fmt: skip
    return made


def _credited(order: LockedOrder, amount: Money, there: Money) -> int:
    """The buyer owes less by what is given back, except for money that was too much."""
    too_much = max(0, there.minor - order.asked_minor)
    return min(order.total_minor, order.credited_minor + max(0, amount.minor - too_much))


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
