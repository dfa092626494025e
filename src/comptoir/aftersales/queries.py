"""What may be withdrawn from, and what was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from comptoir.aftersales import rules
from comptoir.aftersales.contracts import (
    SPENT_CARD,
    WithdrawableLine,
    WithdrawalInfo,
    WithdrawalRight,
    WithdrawnLine,
)
from comptoir.aftersales.links import link, withdrawal_of_link
from comptoir.aftersales.models import Withdrawal, WithdrawalLine
from comptoir.catalog import facade as catalog
from comptoir.fulfilment import facade as fulfilment
from comptoir.kit.money import Money
from comptoir.kit.paging import Page
from comptoir.kit.refusals import NotFound
from comptoir.orders import facade as orders
from comptoir.orders.contracts import Claimed, OrderInfo, OrderLineInfo
from comptoir.org import facade as org


def right(order: OrderInfo, now: datetime) -> WithdrawalRight:
    """What the buyer of an order may withdraw from at `now`."""
    zone = org.market(order.market).zone
    living = [shipment for shipment in order.shipments if shipment.state != "cancelled"]
    parcels = [shipment.delivered_at for shipment in living if shipment.travels]
    # Of what is no parcel the time begins with the contract (L221-18, 1°).
    received = rules.received_on(parcels or ([order.placed_at] if living else []), zone)
    last = None
    if received is not None:
        around = datetime.combine(received, datetime.min.time(), tzinfo=zone)
        last = rules.last_day(received, fulfilment.holidays_around(around, order.contact.country))
    taken, unpaid = _taken(order.id) + orders.pieces_by_hand(order.id), order.state == "pending"
    goods = [line for line in order.lines if line.kind == "goods"]
    at_request = any(line.nature in catalog.SUPPLIED for line in goods)
    agreed = orders.agreed_natures(order.id) if at_request else frozenset()
    became_cards = any(line.nature == catalog.GIFT_CARD for line in goods)
    left = orders.left_on_cards(order.id) if became_cards else {}
    lines = tuple(
        _with_cards(_line(line, taken[line.position], unpaid, agreed), left.get(line.position)) for line in goods
    )
    today = now.astimezone(zone).date()
    refusal = rules.refusal(state=order.state, last=last, today=today, lines=lines)
    return WithdrawalRight(order_id=order.id, number=order.number, lines=lines, last_day=last, refusal=refusal)


def standing(found: WithdrawalInfo, order: OrderInfo) -> dict[int, int]:
    """Position to pieces of a withdrawal that the order still holds and charges: others were cancelled otherwise, and
    paid back with that."""
    others = _taken(order.id, besides=found.id) + orders.pieces_by_hand(order.id)
    held = {line.position: line.quantity for line in order.lines} if order.state not in rules.ENDED else {}
    return {
        line.position: rules.standing(line.quantity, held.get(line.position, 0), others[line.position])
        for line in found.lines
    }


def claimed(order_id: UUID) -> Claimed | None:
    """What the withdrawals of an order still give back: nobody gives it back by hand as well."""
    found = Withdrawal.objects.filter(Q(state="declared") | Q(withheld_minor__gt=0), order_id=order_id)
    rows = list(found.prefetch_related("lines"))
    if not rows:
        return None
    pieces: Counter[int] = Counter()
    for row in rows:
        for line in row.lines.all():
            gone = line.cards + line.named + (line.unsent if row.stopped_at else 0)
            pieces[line.position] += line.quantity - gone
    return Claimed(pieces=pieces, delivery=any(row.is_whole for row in rows))


def charged(found: WithdrawalInfo, order: OrderInfo, late: Money) -> Money:
    """What goes back, with what was left on `late` cards: less when pieces left the order otherwise, when the delivery
    was given back already, or when money was given back for something else."""
    held = standing(found, order)
    gone = sum(line.unit.minor * max(0, line.quantity - line.unsent - held[line.position]) for line in found.lines)
    less = rules.reduced_before(order.lines, found.to_return_by_line)
    goods = sum(line.unit.minor * line.to_return for line in found.lines)
    delivery = min(found.refund.minor - goods, rules.delivery_left(order.lines))
    return min(Money(goods + delivery - gone - less, found.refund.currency) + late, order.total - order.credited)


def to_come(found: WithdrawalInfo, order: OrderInfo) -> Money:
    """What is still to be given back once the goods of a withdrawal, or the proof that they were sent, are here."""
    nothing = Money(0, found.refund.currency)
    if found.state != "declared" or not found.to_return:
        return nothing
    return charged(found, order, nothing)


def _taken(order_id: UUID, besides: UUID | None = None) -> Counter[int]:
    """Pieces of each line that somebody withdrew from and that still stand in the order: those that were stopped are
    in it only until they are."""
    taken: Counter[int] = Counter()
    found = WithdrawalLine.objects.filter(withdrawal__order_id=order_id).select_related("withdrawal")
    for line in found.exclude(withdrawal_id=besides) if besides else found:
        taken[line.position] += line.quantity - (line.unsent if line.withdrawal.stopped_at else 0)
    return taken


def _line(line: OrderLineInfo, taken: int, unpaid: bool, agreed: frozenset[str]) -> WithdrawableLine:
    """Of an unpaid order nothing has left, though no piece of it can be cancelled alone. `agreed` are the natures that
    the buyer asked for expressly: of no other the right is lost by supplying it."""
    left = max(0, line.quantity - taken)
    sealed = line.exclusion in catalog.WHILE_SEALED
    supplied = line.nature in agreed and not unpaid and not line.cancellable
    return WithdrawableLine(
        position=line.position, variant_id=line.variant_id, sku=line.sku, name=line.name,
        options=tuple(option.text for option in line.options), quantity=left,
        unsent=left if unpaid else min(left, line.cancellable), unit=line.unit,
        exclusion=line.exclusion or (line.nature if supplied else ""),
        is_lost=supplied or (bool(line.exclusion) and not sealed), is_sealed=sealed,
    )  # fmt: skip


def _with_cards(line: WithdrawableLine, left: tuple[int, ...] | None) -> WithdrawableLine:
    """A card gives back what is `left` on it, and nothing once it is spent."""
    if left is None:
        return line
    gone = line.quantity - line.unsent
    backs = (line.unit,) * line.unsent + tuple(Money(minor, line.unit.currency) for minor in left[:gone])
    spent = line.quantity - len(backs)
    if spent and not backs:
        return replace(line, cards=True, spent=spent, exclusion=SPENT_CARD, is_lost=True)
    return replace(line, cards=True, quantity=len(backs), backs=backs, spent=spent)


def get(withdrawal_id: UUID) -> WithdrawalInfo:
    """Refuses NotFound."""
    found = Withdrawal.objects.filter(id=withdrawal_id).first()
    if found is None:
        raise NotFound()
    return info(found)


def by_link(token: str) -> WithdrawalInfo:
    """Of the link of an acknowledgement. Refuses NotFound."""
    return get(withdrawal_of_link(token))


def of_order(order_id: UUID) -> tuple[WithdrawalInfo, ...]:
    """The oldest first."""
    return tuple(info(row) for row in Withdrawal.objects.filter(order_id=order_id).order_by("declared_at", "id"))


def find(*, storefront: str, state: str = "", page: int = 1, size: int = 50) -> Page[WithdrawalInfo]:
    """Latest first."""
    found: QuerySet[Withdrawal] = Withdrawal.objects.filter(storefront=storefront)
    if state:
        found = found.filter(state=state)
    rows = found.order_by("-declared_at", "-id").prefetch_related("lines")[(page - 1) * size : page * size]
    return Page(items=[info(row) for row in rows], number=page, size=size, total=found.count())


def open_of(order_ids: Collection[str]) -> list[UUID]:
    """Withdrawals of these orders whose money is on its way, or withheld: that of gift cards does not wait for the
    goods beside them."""
    found = Withdrawal.objects.filter(Q(state="refunding") | Q(withheld_minor__gt=0), order_id__in=order_ids)
    return list(found.values_list("id", flat=True))


def unstopped_of(order_ids: Collection[str]) -> list[UUID]:
    """Withdrawals of these orders whose parcels were not stopped yet."""
    found = Withdrawal.objects.filter(order_id__in=order_ids, stopped_at__isnull=True)
    return list(found.values_list("id", flat=True))


def info(row: Withdrawal) -> WithdrawalInfo:
    currency = row.currency
    lines = tuple(
        WithdrawnLine(
            position=line.position, sku=line.sku, name=line.name, quantity=line.quantity, unsent=line.unsent,
            unit=Money(line.unit_minor, currency), cards=line.cards, on_cards=Money(line.cards_minor, currency),
            named=line.named,
        )
        for line in row.lines.all()
    )  # fmt: skip
    back = sum(line.unit.minor * line.to_return for line in lines)
    comes_back = any(line.to_return for line in lines)
    return WithdrawalInfo(
        id=row.id, reference=row.reference, order_id=row.order_id, order_number=row.order_number,
        storefront=row.storefront, locale=row.locale, state=row.state, state_name=rules.STATES[row.state],
        name=row.name, email=row.email, declared_at=row.declared_at, acknowledged_at=row.acknowledged_at,
        lines=lines, is_whole=row.is_whole,
        refund=Money(back + (row.delivery_minor if comes_back else 0), currency), refund_due=row.refund_due,
        promise_id=row.promise_id, sent_at=row.sent_at, sent_proof=row.sent_proof, received_at=row.received_at,
        counted=Money(row.counted_minor, currency), statement=row.statement, statement_hash=row.statement_hash,
        link=link(row.id),
    )  # fmt: skip
