"""Orders as the API takes and tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from comptoir.channels.api.schemas.baskets import ContactOut
from comptoir.channels.api.schemas.parts import Answer, MoneyOut, PlaceOut, Request, Short, VatOut
from comptoir.channels.api.schemas.promotions import TakenOffOut
from comptoir.fulfilment.contracts import ShipmentInfo
from comptoir.kit.paging import Page
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo, OrderLineInfo, OrderRow, OrderStanding, TermsInfo
from comptoir.payments.contracts import RequestInfo


class CancelIn(Request):
    """`reason` is one of a list: free words could name a person, and what is done to an order is kept for ever."""

    reason: Annotated[Short, Field(json_schema_extra={"enum": list(orders.REASONS)})] = "changed_mind"


class ShipIn(Request):
    """`shipment_id` says which parcel, when there are several."""

    tracking_number: Short
    carrier: Short = ""
    shipment_id: UUID | None = None


class TermsOut(Answer):
    """The terms of sale that the buyer accepted; `hash` is the SHA-256 of the text."""

    id: str
    label: str
    locale: str
    hash: str
    valid_from: datetime

    @staticmethod
    def of(terms: TermsInfo) -> TermsOut:
        return TermsOut(
            id=str(terms.id), label=terms.label, locale=terms.locale, hash=terms.text_hash, valid_from=terms.valid_from
        )


class OrderLineOut(Answer):
    """`position` names the line and stays; `cancellable` are the pieces that have not left; `personal` says, where it
    is so, that the price was set for this buyer by an automated decision. `nature` is goods, service, digital or
    gift_card: only goods travel. `promotions` are counted in `unit` and `total`; a variant that they reduced may have
    two lines. `refunded` pieces were paid back, `reduced` was paid back of what the others cost; `refundable` pieces
    left and may still be paid back by name."""

    position: int
    cancellable: int
    kind: str
    variant_id: str | None
    sku: str
    name: str
    options: dict[str, str]
    quantity: int
    unit: MoneyOut
    total: MoneyOut
    vat_rate_bp: int
    vat: MoneyOut
    personal: str
    nature: str
    promotions: list[TakenOffOut]
    refunded: int
    reduced: MoneyOut
    refundable: int

    @staticmethod
    def of(line: OrderLineInfo, locale: str) -> OrderLineOut:
        return OrderLineOut(
            position=line.position,
            cancellable=line.cancellable,
            kind=line.kind,
            variant_id=str(line.variant_id) if line.variant_id else None,
            sku=line.sku,
            name=line.name.read(locale),
            nature=line.nature,
            options={option.label.read(locale): option.text.read(locale) for option in line.options},
            quantity=line.quantity,
            unit=MoneyOut.of(line.unit),
            total=MoneyOut.of(line.total),
            vat_rate_bp=line.vat_rate_bp,
            vat=MoneyOut.of(line.vat),
            personal=line.personal.read(locale) if line.personal else "",
            promotions=TakenOffOut.all_of(line.promotions, locale),
            refunded=line.refunded,
            reduced=MoneyOut.of(line.reduced),
            refundable=line.refundable,
        )


class PaymentOut(Answer):
    """`kind` is charge, refund, capture or void; the last three name the charge that they are about. `reserved` is
    what the provider holds of an authorised charge, `taken` what was captured of it. When `state` is action_required
    the customer goes to `action_address`."""

    id: str
    kind: str
    tender: str
    amount: MoneyOut
    charge_id: str | None
    reserved: MoneyOut
    taken: MoneyOut
    state: str
    refusal_code: str
    requested_at: datetime
    answered_at: datetime | None
    action_address: str

    @staticmethod
    def of(payment: RequestInfo) -> PaymentOut:
        return PaymentOut(
            id=str(payment.id),
            kind=payment.kind,
            tender=payment.tender,
            amount=MoneyOut.of(payment.amount),
            charge_id=str(payment.charge_id) if payment.charge_id else None,
            reserved=MoneyOut.of(payment.reserved),
            taken=MoneyOut.of(payment.taken),
            state=payment.state,
            refusal_code=payment.refusal_code,
            requested_at=payment.requested_at,
            answered_at=payment.answered_at,
            action_address=payment.action_address,
        )


class ShipmentOut(Answer):
    """Of the kind `none` it is no parcel: `method` is then service, digital or gift_card, and it is planned until it is
    delivered or cancelled."""

    id: str
    place: PlaceOut
    method: str
    kind: str
    state: str
    carrier: str
    tracking_number: str
    tracking_address: str
    promised_by: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    pieces: dict[str, int]

    @staticmethod
    def of(shipment: ShipmentInfo, locale: str) -> ShipmentOut:
        return ShipmentOut(
            id=str(shipment.id),
            place=PlaceOut.of(shipment.location, locale),
            method=shipment.method,
            kind=shipment.kind,
            state=shipment.state,
            carrier=shipment.carrier,
            tracking_number=shipment.tracking_number,
            tracking_address=shipment.tracking_address,
            promised_by=shipment.promised_by,
            shipped_at=shipment.shipped_at,
            delivered_at=shipment.delivered_at,
            pieces={str(variant): quantity for variant, quantity in shipment.lines},
        )


class PromiseOut(Answer):
    """What was told about delivery, until `due`. `state` is made, kept, broken, repaired or withdrawn."""

    due: datetime
    state: str
    settled_at: datetime | None


class StandingOut(Answer):
    """What changes while one waits for a payment; when `version` is another one, read the order anew."""

    id: str
    state: str
    state_name: str
    version: int
    paid: MoneyOut
    payments: list[PaymentOut]

    @staticmethod
    def of(order: OrderStanding, locale: str) -> StandingOut:
        return StandingOut(
            id=str(order.id),
            state=order.state,
            state_name=order.state_name.read(locale),
            version=order.version,
            paid=MoneyOut.of(order.paid),
            payments=[PaymentOut.of(payment) for payment in order.payments],
        )


class OrderOut(Answer):
    """An order as it stands now. `state_name` says that it is refunded when it left and all of it was paid back;
    `state` stays. `promise` is null while a bank transfer is awaited: no day is promised, it counts from the money's
    coming. `next_states` are the ones it may go to; `due` = `total` − `credited` − `paid`.
    `why_not` is empty while the order can be changed, else prepared, left, ended, paying (a provider is being told
    just now) or difference_waits: then a change waits until `difference_until` for its payment. `dispute` is open, lost
    or won when a payment of it was disputed, else empty; `logged_in` says whether the buyer was when it was placed."""

    id: str
    number: str
    state: str
    state_name: str
    placed_at: datetime
    hold_until: datetime | None
    lines: list[OrderLineOut]
    goods: MoneyOut
    delivery: MoneyOut
    total: MoneyOut
    vat: MoneyOut
    vat_parts: list[VatOut]
    credited: MoneyOut
    paid: MoneyOut
    due: MoneyOut
    delivery_method: str
    contact: ContactOut
    promise: PromiseOut | None
    payments: list[PaymentOut]
    shipments: list[ShipmentOut]
    next_states: list[str]
    can_cancel: bool
    version: int
    can_change: bool
    why_not: str
    difference_until: datetime | None
    terms: TermsOut | None
    dispute: str
    logged_in: bool

    @staticmethod
    def of(order: OrderInfo, locale: str) -> OrderOut:
        promise = order.promised
        return OrderOut(
            id=str(order.id),
            number=order.number,
            state=order.state,
            state_name=order.state_name.read(locale),
            placed_at=order.placed_at,
            hold_until=order.hold_until,
            lines=[OrderLineOut.of(line, locale) for line in order.lines],
            goods=MoneyOut.of(order.goods),
            delivery=MoneyOut.of(order.delivery),
            total=MoneyOut.of(order.total),
            vat=MoneyOut.of(order.vat),
            vat_parts=[VatOut.of(part) for part in order.vat_parts],
            credited=MoneyOut.of(order.credited),
            paid=MoneyOut.of(order.paid),
            due=MoneyOut.of(order.due),
            delivery_method=order.delivery_method,
            contact=ContactOut.of(order.contact),
            promise=PromiseOut(due=promise.due, state=promise.state, settled_at=promise.settled_at)
            if promise
            else None,
            payments=[PaymentOut.of(payment) for payment in order.payments],
            shipments=[ShipmentOut.of(shipment, locale) for shipment in order.shipments],
            next_states=list(order.moves),
            can_cancel=order.can_cancel,
            version=order.version,
            can_change=order.can_change,
            why_not=order.blocked,
            difference_until=order.difference_until,
            terms=TermsOut.of(order.terms) if order.terms else None,
            dispute=order.dispute,
            logged_in=order.logged_in,
        )


class OrderRowOut(Answer):
    """`promised` is the moment by which it is promised; null while none is, because a bank transfer is awaited:
    `promised_by` is then only what was told when it was placed. `state_name` says that it is refunded when it left and
    all of it was paid back; `state` stays."""

    id: str
    number: str
    state: str
    state_name: str
    placed_at: datetime
    total: MoneyOut
    paid: MoneyOut
    channel: str
    email: str
    promised_by: datetime
    logged_in: bool
    promised: datetime | None

    @staticmethod
    def of(row: OrderRow, locale: str) -> OrderRowOut:
        return OrderRowOut(
            id=str(row.id),
            number=row.number,
            state=row.state,
            state_name=row.state_name.read(locale),
            placed_at=row.placed_at,
            total=MoneyOut.of(row.total),
            paid=MoneyOut.of(row.paid),
            channel=row.channel,
            email=row.email,
            promised_by=row.promised_by,
            logged_in=row.logged_in,
            promised=row.promised,
        )


class OrderPage(Answer):
    """Latest first; `page` counts from 1. The header Link leads to the other pages."""

    items: list[OrderRowOut]
    page: int
    size: int
    total: int
    pages: int

    @staticmethod
    def of(page: Page[OrderRow], locale: str) -> OrderPage:
        return OrderPage(
            items=[OrderRowOut.of(row, locale) for row in page.items],
            page=page.number,
            size=page.size,
            total=page.total,
            pages=page.pages,
        )
