"""An order is changed before it is prepared: previewed first, then done as it was shown."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.customers import facade as customers
from comptoir.fulfilment import facade as fulfilment
from comptoir.inventory import facade as inventory
from comptoir.inventory.errors import SoldOut
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.orders import OrderChanged
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.orders import history, lines, ports, rules, stored
from comptoir.orders.assess import Assessed, assess, holds
from comptoir.orders.books import post_sale
from comptoir.orders.commands import difference
from comptoir.orders.commands.moves import LockedOrder, hold_order
from comptoir.orders.contracts import ChangedOrder, ChangePreview, ChangeWish
from comptoir.orders.errors import ChangeDiffers, OrderChangedMeanwhile, OrderNotChangeable
from comptoir.orders.queries import line_info
from comptoir.orders.stored import Stored, Terms
from comptoir.payments import facade as payments
from comptoir.payments.contracts import Tender
from comptoir.pricing import facade as pricing
from comptoir.promises import facade as promises

HOLD = """
UPDATE orders_order SET hold_until = greatest(hold_until, %(at_least)s, %(until)s), changed_at = %(now)s
WHERE id = %(id)s RETURNING hold_until
"""


def preview_change(
    order_id: UUID, wish: ChangeWish, *, actor: str, now: datetime, shown_promise: str = "", by_buyer: bool = False
) -> ChangePreview:
    """What the change would make of the order, and what it would cost. Writes nothing.

    Refuses NotFound, OrderNotChangeable, Invalid, NothingChanges, NothingLeft, ArticleNotForSale, AdditionNotAgreed,
    CannotDeliver.
    """
    before = stored.read(order_id)
    _require_open(before)
    _require_apart(before, wish, by_buyer)
    seen = assess(order_id, wish, actor=actor, now=now, shown_promise=shown_promise)
    _require_here(seen)
    order, reckoned = seen.order, seen.reckoned

    def money(minor: int) -> Money:
        return Money(minor, order.currency)

    open_minor = reckoned.total - order.credited_minor - difference.received(order.id, order.paid_minor)
    return ChangePreview(
        order_id=order.id, version=order.version,
        lines=tuple(line_info(line, order.currency) for line in reckoned.lines),
        goods=money(reckoned.goods), delivery=money(reckoned.delivery), total=money(reckoned.total),
        vat=money(reckoned.vat), difference=money(reckoned.total - order.total_minor),
        to_pay=money(max(0, open_minor)), to_return=money(max(0, -open_minor)), promise=seen.promise,
        promised_by=seen.way.promise.due if seen.way and seen.promise else order.promised_by, way=seen.way,
    )  # fmt: skip


def change_order(
    order_id: UUID,
    wish: ChangeWish,
    *,
    version: int,
    shown_total: Money,
    shown_promise: str,
    tender: Tender | None = None,
    actor: str,
    now: datetime,
    by_buyer: bool = False,
    idempotency_key: IdempotencyKey | None = None,
) -> ChangedOrder:
    """Make an order what was shown. What it costs more is asked for by `tender`, or, without one, waits for the
    buyer's own payment by the link of the mail; what it costs less goes back. An order that is not paid yet asks for
    its new sum instead of the old one, and is paid at once when what came covers it. `by_buyer`: of an order with a
    promotion no piece is taken out, since its condition is not judged again.

    Refuses NotFound, OrderNotChangeable, OrderChangedMeanwhile, ChangeDiffers, TenderUnknown, SoldOut,
    GiftCardSpent, what `preview_change` refuses, and IdempotencyConflict; nothing is written then.
    """
    return idempotency.settled(
        lambda: _once(
            order_id, wish, version, shown_total, shown_promise, tender, actor, now, by_buyer, idempotency_key
        )
    )


def _once(
    order_id: UUID, wish: ChangeWish, version: int, shown_total: Money, shown_promise: str, tender: Tender | None,
    actor: str, now: datetime, by_buyer: bool, key: IdempotencyKey | None,
) -> ChangedOrder:  # fmt: skip
    if (answer := idempotency.recall(key)) is not None:
        return _told(answer)
    before = stored.read(order_id)
    if before.version != version:
        raise OrderChangedMeanwhile(version=before.version, shown=version)
    _require_open(before)
    _require_apart(before, wish, by_buyer)
    seen = assess(order_id, wish, actor=actor, now=now, shown_promise=shown_promise)
    _require_shown(seen, shown_total, shown_promise)
    _require_here(seen)
    with transaction.atomic(durable=True):
        order = hold_order(order_id, *ports.subjects_of(order_id))
        if (answer := idempotency.recall(key)) is not None:
            return _told(answer)
        if order.version != version:
            raise OrderChangedMeanwhile(version=order.version, shown=version)
        _require_open(before)  # again under the lock: a payment may have begun
        unpaid = order.state == "pending"
        pricing.require_unchanged(
            seen.versions, market=order.market, currency=order.currency,
            otherwise=ChangeDiffers(
                shown=shown_total.minor, total=0, currency=order.currency, promise=seen.promise
            ),
        )  # fmt: skip
        origin = order.origin(actor)
        ports.give_up(order_id, seen.reckoned.lines, origin=origin, now=now)
        address_id = _address(seen, now)
        promise_id, promised_by = _promise(order, seen, origin, now)
        after = seen.reckoned
        asked = difference.settle(order, after.total, tender=tender, method=_method(seen), origin=origin, now=now)
        terms = Terms(
            address_id=address_id, method=_method(seen), promise_id=promise_id, promised_by=promised_by,
            due_until=None if unpaid else asked.until,
        )  # fmt: skip
        held = holds(before)
        stored.write(order_id, after, terms, now=now)
        if not unpaid:
            post_sale(order, credited=min(order.credited_minor, after.total), now=now)
        waits = terms.due_until is not None
        history.record(before, after, terms, kind="edit", waits=waits, held=held, actor=actor, now=now)
        changed = ChangedOrder(
            order_id=order_id, version=version + 1, state=order.state, total=Money(after.total, order.currency),
            to_pay=asked.to_pay, to_return=asked.to_return, payment=asked.payment, pay_until=asked.until,
        )  # fmt: skip
        idempotency.remember(key, _kept(changed), now)
        held_until = _hold_longer(order_id, asked.until, now) if unpaid else None
        if not unpaid:
            fulfilment.replan(
                order_id, method=terms.method, promise_id=promise_id, promised_by=promised_by,
                allocations=seen.allocations, origin=origin, now=now,
            )  # fmt: skip
        journal.append(word(before, after, terms, cause="edit"), origin=origin, occurred_at=now)
        inventory.reallot(order_id, seen.allocations, held_until=held_until, origin=origin, now=now)
    return changed


def _hold_longer(order_id: UUID, until: datetime | None, now: datetime) -> datetime:
    """An order that is not paid yet waits as long as it did, or as long as what it asks for now may take."""
    found = sql.row(HOLD, {"until": until, "at_least": now + rules.HOLD, "now": now, "id": order_id})
    assert found
    inventory.extend(order_id, found[0])
    return found[0]  # type: ignore[no-any-return]


def word(before: Stored, after: lines.Reckoned, terms: Terms, *, cause: str) -> OrderChanged:
    return OrderChanged(
        order_id=before.id, version=before.version + 1, cause=cause, currency=before.currency,
        goods_minor=after.goods, delivery_minor=after.delivery, total_minor=after.total, vat_minor=after.vat,
        difference_minor=after.total - before.total_minor, address_id=terms.address_id,
        delivery_method=terms.method, promise_id=terms.promise_id, promised_by=terms.promised_by,
        lines=lines.told(after.lines),
    )  # fmt: skip


def _require_apart(order: Stored, wish: ChangeWish, by_buyer: bool) -> None:
    if not by_buyer or not lines.is_promoted(order.lines):
        return
    had = {line.position: line.quantity for line in order.lines}
    if any(pieces < had.get(place, 0) for place, pieces in wish.quantities.items()):
        raise OrderNotChangeable("promoted", state=order.state)


def _require_open(order: Stored) -> None:
    states = [shipment.state for shipment in fulfilment.shipments(order.id)]
    paying = rules.is_paying((each.kind, each.state) for each in payments.requests_of(order.id))
    reason = rules.blocked(
        state=order.state, shipments=states, difference_waits=order.difference_waits, paying=paying
    )
    if reason:
        raise OrderNotChangeable(reason, state=order.state)


def _require_shown(seen: Assessed, shown_total: Money, shown_promise: str) -> None:
    total = Money(seen.reckoned.total, seen.order.currency)
    if total != shown_total or seen.promise != shown_promise:
        raise ChangeDiffers(
            shown=shown_total.minor, total=total.minor, currency=total.currency, promise=seen.promise
        )


def _require_here(seen: Assessed) -> None:
    """A change takes pieces that are here: what is sold ahead waits in a queue of its own. Refuses StillWaiting,
    SoldOut."""
    inventory.require_arrived(seen.order.id)
    if coming := {part.variant_id for part in seen.allocations if part.ahead}:
        raise SoldOut(variant_ids=coming)


def _address(seen: Assessed, now: datetime) -> UUID:
    if seen.contact is None:
        return seen.order.address_id
    with_address = fulfilment.is_brought(_method(seen))
    return customers.name_buyer(
        seen.contact, with_address=with_address, locale=seen.order.locale, now=now
    ).address_id


def _promise(order: LockedOrder, seen: Assessed, origin: Origin, now: datetime) -> tuple[UUID, datetime]:
    """The old one stays, or all that are open give way to the new one."""
    if not seen.promise or seen.way is None:
        return order.promise_id, order.promised_by
    promises.withdraw_open("order", order.id, origin=origin, now=now)
    return fulfilment.promised(order.id, seen.way, origin=origin, now=now), seen.way.promise.due


def _method(seen: Assessed) -> str:
    return seen.way.method if seen.way else seen.order.delivery_method


def _kept(changed: ChangedOrder) -> dict[str, object]:
    return {
        "order_id": str(changed.order_id), "version": changed.version, "state": changed.state,
        "currency": changed.total.currency, "total": changed.total.minor, "to_pay": changed.to_pay.minor,
        "to_return": changed.to_return.minor, "payment": str(changed.payment) if changed.payment else "",
        "pay_until": changed.pay_until.isoformat() if changed.pay_until else "",
    }  # fmt: skip


def _told(answer: dict[str, object]) -> ChangedOrder:
    def money(name: str) -> Money:
        return Money(int(str(answer[name])), str(answer["currency"]))

    return ChangedOrder(
        order_id=UUID(str(answer["order_id"])), version=int(str(answer["version"])), state=str(answer["state"]),
        total=money("total"), to_pay=money("to_pay"), to_return=money("to_return"),
        payment=UUID(str(answer["payment"])) if answer["payment"] else None,
        pay_until=datetime.fromisoformat(str(answer["pay_until"])) if answer["pay_until"] else None,
    )  # fmt: skip
