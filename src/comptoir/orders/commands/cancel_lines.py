"""Pieces of an order are not wanted any more, or cannot be served: it goes on without them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.fulfilment import facade as fulfilment
from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.orders import OrderLinesCancelled
from comptoir.kit import idempotency
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.orders import history, lines, ports, rules, stored
from comptoir.orders.books import post_sale
from comptoir.orders.commands import difference
from comptoir.orders.commands.close import cancel_held
from comptoir.orders.commands.moves import LockedOrder, advance, hold_order
from comptoir.orders.commands.promised import living
from comptoir.orders.errors import OrderChangedMeanwhile, OrderNotChangeable
from comptoir.orders.lines import Line, Reckoned
from comptoir.orders.stored import Stored, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesCancelled:
    """`refund` is what goes back by this call; `state` is where the order stands now."""

    order_id: UUID
    version: int
    state: str
    total: Money
    refund: Money


def cancelled_lines(order_id: UUID, quantities: Mapping[int, int], *, by_buyer: bool = False) -> Money:
    """What would go back if these pieces, by the positions of their lines, were cancelled. Writes nothing.

    Refuses NotFound, OrderNotChangeable, Invalid.
    """
    order = stored.read(order_id)
    _require_open(order)
    after = _reckoned(order, quantities)
    _require_apart(order, after, by_buyer)
    total = max(0, after.total - order.credited_minor) if after else 0
    return Money(max(0, difference.received(order_id, order.paid_minor) - total), order.currency)


def cancel_lines(
    order_id: UUID,
    quantities: Mapping[int, int],
    *,
    reason: str,
    version: int | None = None,
    actor: str,
    now: datetime,
    by_buyer: bool = False,
    idempotency_key: IdempotencyKey | None = None,
) -> LinesCancelled:
    """Cancel pieces, by the positions of their lines, as long as they have not left: what was paid for them goes
    back, their stock is for sale again, their parcels go without them. Delivery stays as agreed while anything is
    delivered; when nothing is left the order is cancelled and its delivery is given back too.

    `by_buyer`: of an order with a promotion all or nothing, since its condition is not judged again.
    `reason` is a code of `rules.REASONS`; with `version` a change meanwhile is refused. Refuses NotFound, Invalid,
    OrderNotChangeable, OrderChangedMeanwhile, PiecesGone, GiftCardSpent, IdempotencyConflict.
    """
    if reason not in rules.REASONS:
        raise Invalid({"reason": "not_a_choice"})
    with transaction.atomic(durable=True):
        order = hold_order(order_id, *ports.subjects_of(order_id))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return _told(order_id, answer)
        if version not in (None, order.version):
            raise OrderChangedMeanwhile(version=order.version, shown=version)
        before = stored.read(order_id)
        _require_open(before)
        inventory.require_arrived(order_id)
        after = _reckoned(before, quantities)
        _require_apart(before, after, by_buyer)
        origin = order.origin(actor)
        if after is None:
            done = _cancel_all(order, reason, origin, now)
        else:
            done = _cancel_some(order, before, after, quantities, reason, origin, now)
        kept = {"version": done.version, "state": done.state, "currency": order.currency}
        amounts = {"total": done.total.minor, "refund": done.refund.minor}
        idempotency.remember(idempotency_key, kept | amounts, now)
        if after is None:
            inventory.release(order_id, origin=origin, now=now)
        else:
            inventory.reallot(order_id, fulfilment.to_send(order_id), origin=origin, now=now)
    return done


def _require_open(order: Stored) -> None:
    if order.state == "pending":
        raise OrderNotChangeable("not_paid", state=order.state)
    if order.state in ("cancelled", "expired"):
        raise OrderNotChangeable("ended", state=order.state)
    if order.difference_waits:
        raise OrderNotChangeable("difference_waits", state=order.state)
    if order.state not in rules.LINES_CANCELLABLE:
        raise OrderNotChangeable("left", state=order.state)


def _require_apart(order: Stored, after: Reckoned | None, by_buyer: bool) -> None:
    if by_buyer and after is not None and lines.is_promoted(order.lines):
        raise OrderNotChangeable("promoted", state=order.state)


def _reckoned(order: Stored, quantities: Mapping[int, int]) -> Reckoned | None:
    """What is left; None when nothing is. Refuses Invalid."""
    goods = {line.position: line for line in lines.goods_of(order.lines)}
    wrong = {f"quantities.{place}": "not_a_choice" for place in quantities if place not in goods}
    for place, pieces in quantities.items():
        if place in goods and not 1 <= pieces <= goods[place].quantity:
            wrong[f"quantities.{place}"] = "too_large"
    if wrong or not quantities:
        raise Invalid(wrong or {"quantities": "missing"})
    left: list[Line] = []
    for place, line in goods.items():
        pieces = line.quantity - quantities.get(place, 0)
        if pieces:
            left.append(line if pieces == line.quantity else lines.resized(line, pieces))
    if not left:
        return None
    charge = lines.delivery_of(order.lines, order.currency)
    return lines.reckon(left, charge, currency=order.currency, next_position=order.next_position)


def _cancel_all(order: LockedOrder, reason: str, origin: Origin, now: datetime) -> LinesCancelled:
    refund = difference.received(order.id, order.paid_minor)
    cancel_held(order, reason=reason, origin=origin, now=now)
    return LinesCancelled(
        order_id=order.id, version=order.version + 1, state="cancelled", total=Money(order.total_minor, order.currency),
        refund=Money(refund, order.currency),
    )  # fmt: skip


def _cancel_some(
    order: LockedOrder, before: Stored, after: Reckoned, quantities: Mapping[int, int], reason: str, origin: Origin,
    now: datetime,
) -> LinesCancelled:  # fmt: skip
    pieces: Counter[UUID] = Counter()
    cancelled = []
    kept = {line.position: line for line in after.lines}
    for line in lines.goods_of(before.lines):
        if count := quantities.get(line.position, 0):
            assert line.variant_id
            pieces[line.variant_id] += count
            left = kept.get(line.position)
            cancelled.append(
                {
                    "position": line.position, "variant_id": str(line.variant_id), "quantity": count,
                    "total_minor": line.unit * count, "vat_minor": line.vat - (left.vat if left else 0),
                }
            )  # fmt: skip
    ports.give_up(order.id, after.lines, origin=origin, now=now)
    held = fulfilment.to_send(order.id)
    fulfilment.reduce(order.id, pieces, origin=origin, now=now)
    promised = living(order, origin=origin, now=now)
    terms = Terms(
        address_id=order.address_id, method=order.delivery_method, promise_id=promised.promise_id,
        promised_by=promised.promised_by, split_promises=promised.others,
    )  # fmt: skip
    asked = difference.settle(order, after.total, origin=origin, now=now)
    stored.write(order.id, after, terms, now=now)
    post_sale(order, credited=min(order.credited_minor, after.total), now=now)
    history.record(before, after, terms, kind="lines_cancelled", held=held, actor=origin.actor, now=now)
    journal.append(
        OrderLinesCancelled(
            order_id=order.id, version=order.version + 1, reason=reason, currency=order.currency,
            goods_minor=after.goods, delivery_minor=after.delivery, total_minor=after.total, vat_minor=after.vat,
            difference_minor=after.total - order.total_minor, cancelled=cancelled, lines=lines.told(after.lines),
        ),
        origin=origin, occurred_at=now,
    )  # fmt: skip
    state = advance(order, now=now)
    return LinesCancelled(
        order_id=order.id, version=order.version + (1 if state == order.state else 2), state=state,
        total=Money(after.total, order.currency), refund=asked.to_return,
    )  # fmt: skip


def _told(order_id: UUID, answer: dict[str, object]) -> LinesCancelled:
    currency = str(answer["currency"])
    return LinesCancelled(
        order_id=order_id, version=int(str(answer["version"])), state=str(answer["state"]),
        total=Money(int(str(answer["total"])), currency), refund=Money(int(str(answer["refund"])), currency),
    )  # fmt: skip
