"""Orders as their buyers and the staff see them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from comptoir.customers import facade as customers
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import ShipmentInfo
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.orders import OrderPartsRefunded
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.paging import Page
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised
from comptoir.orders import finding, refunding, rules, stored, terms
from comptoir.orders.contracts import (
    OrderedOption,
    OrderInfo,
    OrderLineInfo,
    OrderRow,
    OrderStanding,
)
from comptoir.orders.finding import OrderFilter, filtered
from comptoir.orders.lines import Line, promoted
from comptoir.orders.links import link, order_of_link
from comptoir.orders.models import Order, OrderLine
from comptoir.payments import facade as payments
from comptoir.payments.contracts import RequestInfo
from comptoir.pricing.contracts import VatPart
from comptoir.promises import facade as promises

# A buyer's page asks again and again until the order is paid: hand-written, since the ORM takes 1 ms to say each.
ORDER_FIELDS = [field.attname for field in Order._meta.concrete_fields]
LINE_FIELDS = [field.attname for field in OrderLine._meta.concrete_fields]
BY_ID = f"SELECT {', '.join(ORDER_FIELDS)} FROM orders_order WHERE id = %s"
STANDING = """
SELECT state, storefront, version, paid_minor, currency, total_minor, credited_minor FROM orders_order WHERE id = %s
"""
SOLD = """
SELECT order_id, variant_id FROM orders_orderline WHERE order_id = ANY(%s::uuid[]) AND variant_id IS NOT NULL
"""
BY_NUMBER = "SELECT id FROM orders_order WHERE number = %s"
LINES = f"SELECT {', '.join(LINE_FIELDS)} FROM orders_orderline WHERE order_id = %s ORDER BY position"


def get(order_id: UUID) -> OrderInfo:
    """Refuses NotFound."""
    # Before the order: payments that are newer than it would show money that it does not have yet.
    paid = payments.requests_of(order_id)
    row = sql.row(BY_ID, [order_id])
    if row is None:
        raise NotFound()
    return _info(Order.from_db(None, ORDER_FIELDS, row), paid)


def standing(order_id: UUID) -> OrderStanding:
    """For whoever asks again and again until it is paid: two statements. Refuses NotFound."""
    paid = payments.requests_of(order_id)
    row = sql.row(STANDING, [order_id])
    if row is None:
        raise NotFound()
    state, storefront, version, minor, currency, total, credited = row
    said = rules.headline(state, total=total, credited=credited, paid=minor)
    return OrderStanding(
        id=order_id, state=state, state_name=rules.HEADLINES[said], storefront=storefront, version=version,
        paid=Money(minor, currency), payments=paid,
    )  # fmt: skip


def by_number(number: str) -> OrderInfo:
    """Refuses NotFound. For staff: a buyer comes by the signed link."""
    row = sql.row(BY_NUMBER, [number.strip().upper()])
    if row is None:
        raise NotFound()
    return get(row[0])


def by_link(token: str) -> OrderInfo:
    """The order of a guest's link. Refuses LinkInvalid, NotFound."""
    return get(order_of_link(token))


def of_basket(basket_id: UUID) -> UUID | None:
    """The order that a basket became."""
    return Order.objects.filter(basket_id=basket_id).values_list("id", flat=True).first()


def variants_of(order_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """What each of these orders has lines of, also of none any more."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for order_id, variant_id in sql.rows(SOLD, [list(order_ids)]):
        found[order_id].add(variant_id)
    return found


def pieces_by_hand(order_id: UUID) -> Counter[int]:
    """Pieces of each line, by its position, that refunds by hand were for."""
    found: Counter[int] = Counter()
    for event in journal.timeline("order", order_id):
        if event.name == OrderPartsRefunded.NAME and event.payload["by_hand"]:
            found.update({part["position"]: part["pieces"] for part in event.payload["parts"]})
    return found


def find(
    wanted: OrderFilter, *, page: int = 1, size: int = 50, after: UUID | None = None
) -> Page[OrderRow]:
    """Latest first; with `after` those behind this order, whatever the page. Refuses Invalid for an order that is not
    known."""
    found = filtered(wanted)
    total = found.count()
    if after:
        found, page = found.filter(finding.after(after)), 1
    rows = list(found.order_by("-placed_at", "-id")[(page - 1) * size : page * size])
    contacts = customers.contacts([order.address_id for order in rows])
    return Page(
        items=[_row(order, contacts[order.address_id].email) for order in rows],
        number=page,
        size=size,
        total=total,
    )


def _row(order: Order, email: str) -> OrderRow:
    return OrderRow(
        id=order.id, number=order.number, state=order.state, headline=order.headline,
        state_name=rules.HEADLINES[order.headline],
        placed_at=order.placed_at, total=Money(order.total_minor, order.currency),
        paid=Money(order.paid_minor, order.currency), channel=order.channel, logged_in=order.logged_in,
        email=email, promised_by=order.promised_by, promised=order.promised,
    )  # fmt: skip


def _info(order: Order, paid: tuple[RequestInfo, ...]) -> OrderInfo:
    currency = order.currency
    lines = [OrderLine.from_db(None, LINE_FIELDS, line) for line in sql.rows(LINES, [order.id])]
    parcels = fulfilment.shipments(order.id)
    waits = order.due_until is not None and order.paid_minor < order.total_minor - order.credited_minor
    kept = {promise.id: promise for promise in promises.of("order", order.id)}
    return OrderInfo(
        id=order.id, number=order.number, state=order.state, headline=order.headline,
        state_name=rules.HEADLINES[order.headline],
        locale=order.locale, channel=order.channel, logged_in=order.logged_in, market=order.market,
        legal_entity=order.legal_entity, storefront=order.storefront, customer_id=order.customer_id,
        placed_at=order.placed_at, hold_until=order.hold_until, unpromised_since=order.unpromised_since,
        lines=_lines(lines, order, parcels),
        goods=Money(order.goods_minor, currency), delivery=Money(order.delivery_minor, currency),
        total=Money(order.total_minor, currency), vat=Money(order.vat_minor, currency),
        vat_parts=_vat_parts(lines, currency), paid=Money(order.paid_minor, currency),
        credited=Money(order.credited_minor, currency), delivery_method=order.delivery_method,
        contact=customers.contact(order.address_id),
        promise=kept.get(order.promise_id), payments=paid,
        shipments=parcels, moves=rules.MOVES[order.state], link=link(order.id), version=order.version,
        blocked=rules.blocked(
            state=order.state, shipments=[parcel.state for parcel in parcels], difference_waits=waits,
            paying=rules.is_paying((each.kind, each.state) for each in paid),
        ),
        difference_until=order.due_until if waits else None,
        terms=terms.get(order.terms_id) if order.terms_id else None, dispute=order.dispute,
        at_request=order.at_request,
    )  # fmt: skip


def _lines(
    found: list[OrderLine], order: Order, parcels: tuple[ShipmentInfo, ...]
) -> tuple[OrderLineInfo, ...]:
    """Pieces that may still be cancelled are shared out to the lines of their variant in the order of positions."""
    unsent: Counter[UUID] = Counter()
    if order.state in rules.LINES_CANCELLABLE:
        for parcel in parcels:
            unsent.update(dict(parcel.lines) if parcel.is_unsent else {})
    shown = []
    waits = any(parcel.is_unsent for parcel in parcels)
    for line in found:
        free = min(line.quantity, unsent[line.variant_id]) if line.variant_id else 0
        if line.variant_id:
            unsent[line.variant_id] -= free
        may = refunding.refundable(
            state=order.state, quantity=line.quantity, refunded=line.refunded,
            unsent=free if line.variant_id else line.quantity * waits,
        )  # fmt: skip
        shown.append(
            replace(
                line_info(stored.of_row(line), order.currency, cancellable=free), refunded=line.refunded,
                reduced=Money(line.reduced_minor, order.currency), refundable=may,
            )
        )  # fmt: skip
    return tuple(shown)


def line_info(line: Line, currency: str, cancellable: int = 0) -> OrderLineInfo:
    return OrderLineInfo(
        position=line.position, cancellable=cancellable, kind=line.kind, variant_id=line.variant_id, sku=line.sku,
        name=Localised(line.name),
        personal=next((Localised(why["text"]) for why in line.reasons if why["code"] == "personal_price"), None),
        options=tuple(OrderedOption(label=Localised(o["label"]), text=Localised(o["text"])) for o in line.options),
        quantity=line.quantity, unit=Money(line.unit, currency), total=Money(line.total, currency),
        vat_rate_bp=line.rate, vat=Money(line.vat, currency), exclusion=line.exclusion, nature=line.nature,
        promotions=promoted(line, currency), reduced=Money(0, currency),
    )  # fmt: skip


def _vat_parts(lines: list[OrderLine], currency: str) -> tuple[VatPart, ...]:
    parts = []
    for rate in sorted({line.vat_rate_bp for line in lines}, reverse=True):
        gross = sum(line.total_minor for line in lines if line.vat_rate_bp == rate)
        vat = sum(line.vat_minor for line in lines if line.vat_rate_bp == rate)
        parts.append(
            VatPart(
                rate_bp=rate,
                gross=Money(gross, currency),
                net=Money(gross - vat, currency),
                vat=Money(vat, currency),
            )
        )
    return tuple(parts)
