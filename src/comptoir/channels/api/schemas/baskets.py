"""Quotes, baskets and placing an order, as the API takes and tells them."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from comptoir.channels.api.schemas.parts import (
    Answer,
    AttributeOut,
    Country,
    DeliveryOut,
    Line,
    MoneyIn,
    MoneyOut,
    NeededLine,
    PictureOut,
    Request,
    Short,
    Text,
    VatOut,
    money,
)
from comptoir.channels.api.schemas.promotions import CodeOut, TakenOffOut
from comptoir.channels.api.schemas.selling import PersonalOut
from comptoir.checkout.contracts import BasketLineView, BasketView, FilledBasket, Notice
from comptoir.consent import facade as consent
from comptoir.customers.contracts import Contact
from comptoir.offers.contracts import Estimate
from comptoir.orders.contracts import OpenedOrder
from comptoir.payments.contracts import Tender, TenderOption
from comptoir.pricing.contracts import Quote, QuotedLine

Pieces = Annotated[int, Field(ge=1, le=999)]


class WishIn(Request):
    variant_id: UUID
    quantity: Pieces = 1


class QuoteIn(Request):
    """`delivery` is the code of a way to deliver; without it the cheapest is counted."""

    lines: Annotated[list[WishIn], Field(min_length=1, max_length=200)]
    country: Country | None = None
    postcode: Short = ""
    delivery: Line = ""
    codes: Annotated[list[NeededLine], Field(max_length=20)] = []


class QuoteLineOut(Answer):
    """`kind` is goods or delivery; `vat` is the part of `total` that is VAT. `promotions` are counted in `unit` and
    `total`; a variant that they reduce may have two lines."""

    kind: str
    variant_id: str | None
    name: str
    quantity: int
    unit: MoneyOut
    total: MoneyOut
    vat_rate_bp: int
    vat: MoneyOut
    personal: PersonalOut | None
    promotions: list[TakenOffOut]

    @staticmethod
    def of(line: QuotedLine, locale: str) -> QuoteLineOut:
        return QuoteLineOut(
            kind=line.kind,
            variant_id=str(line.variant_id) if line.variant_id else None,
            name=line.name.read(locale),
            quantity=line.quantity,
            unit=MoneyOut.of(line.unit),
            total=MoneyOut.of(line.total),
            vat_rate_bp=line.vat_rate_bp,
            vat=MoneyOut.of(line.vat),
            personal=PersonalOut.of(line.personal),
            promotions=TakenOffOut.all_of(line.promotions, locale),
        )


class SumsOut(Answer):
    """VAT included: total = goods + delivery, of which `vat`. Promotions took `saved` off both, and are counted."""

    goods: MoneyOut
    delivery: MoneyOut
    total: MoneyOut
    vat: MoneyOut
    vat_parts: list[VatOut]
    saved: MoneyOut

    @staticmethod
    def of(quote: Quote) -> SumsOut:
        return SumsOut(
            goods=MoneyOut.of(quote.goods),
            delivery=MoneyOut.of(quote.delivery),
            total=MoneyOut.of(quote.total),
            vat=MoneyOut.of(quote.vat),
            vat_parts=[VatOut.of(part) for part in quote.vat_parts],
            saved=MoneyOut.of(quote.saved),
        )


class QuoteOut(Answer):
    """`not_sold` are variants that are not for sale here now, `unpriced` those without a price and
    `refused_codes` the codes that do not apply: none of them is counted. `codes` says of each code what it does."""

    lines: list[QuoteLineOut]
    sums: SumsOut
    chosen: str | None
    delivery: list[DeliveryOut]
    available: dict[str, int]
    not_sold: list[str]
    unpriced: list[str]
    refused_codes: list[str]
    codes: list[CodeOut]

    @staticmethod
    def of(estimate: Estimate, locale: str) -> QuoteOut:
        return QuoteOut(
            lines=[QuoteLineOut.of(line, locale) for line in estimate.quote.lines],
            sums=SumsOut.of(estimate.quote),
            chosen=estimate.chosen.code if estimate.chosen else None,
            delivery=[DeliveryOut.of(option, locale) for option in estimate.delivery],
            available={str(variant): pieces for variant, pieces in estimate.available.items()},
            not_sold=[str(variant) for variant in estimate.not_sold],
            unpriced=[str(variant) for variant in estimate.quote.unpriced],
            refused_codes=list(estimate.quote.refused_codes),
            codes=CodeOut.all_of(estimate.quote.codes, locale),
        )


class QuantityIn(Request):
    """0 takes the line out."""

    quantity: Annotated[int, Field(ge=0, le=999)]


class ContactIn(Request):
    """For collection in a shop street, postcode and city may be left out."""

    email: NeededLine
    name: NeededLine
    street: Line = ""
    more: Line = ""
    postcode: Short = ""
    city: Line = ""
    country: Country = "FR"
    phone: Short = ""

    def contact(self) -> Contact:
        return Contact(**self.model_dump())


class ContactOut(Answer):
    email: str
    name: str
    street: str
    more: str
    postcode: str
    city: str
    country: str
    phone: str

    @staticmethod
    def of(contact: Contact) -> ContactOut:
        return ContactOut(
            email=contact.email,
            name=contact.name,
            street=contact.street,
            more=contact.more,
            postcode=contact.postcode,
            city=contact.city,
            country=contact.country,
            phone=contact.phone,
        )


class DeliveryIn(Request):
    """`delivery` is a code of the basket's `delivery`. Country and postcode alone are a first guess, for the
    price and date of delivery before there is a buyer."""

    delivery: Line | None = None
    country: Country | None = None
    postcode: Short = ""


class BasketIn(Request):
    """What is known already; everything may be left out and said later."""

    lines: Annotated[list[WishIn], Field(max_length=200)] = []
    buyer: ContactIn | None = None
    delivery: Line | None = None
    country: Country | None = None
    postcode: Short = ""

    def filled(self) -> FilledBasket:
        return FilledBasket(
            lines=tuple((line.variant_id, line.quantity) for line in self.lines),
            contact=self.buyer.contact() if self.buyer else None,
            delivery=self.delivery,
            country=self.country or "",
            postcode=self.postcode,
        )


class TenderIn(Request):
    """`kind` from the basket's `tenders`, `token` from the provider of that means of payment. Without `amount` it
    pays all that is left when its turn comes."""

    kind: NeededLine
    token: Line = ""
    amount: MoneyIn | None = None

    def tender(self) -> Tender:
        return Tender(kind=self.kind, token=self.token, amount=self.amount.money() if self.amount else None)


class TenderOut(Answer):
    """`tokens` are the ones that the test provider knows; a real provider's come from its own field."""

    kind: str
    name: str
    explanation: str
    tokens: list[str]

    @staticmethod
    def of(option: TenderOption, locale: str) -> TenderOut:
        return TenderOut(
            kind=option.kind,
            name=option.name.read(locale),
            explanation=option.explanation.read(locale),
            tokens=[token for token, _name in option.tokens],
        )


class BasketLineOut(Answer):
    """`available` is how many pieces can be sold, now or ahead; `unit` and `total` are null without a price; `unit` is
    the price before `promotions`, `total` what they leave. Pieces that are still to come: `ahead` is preorder or
    backorder (else empty), `ready_on` the day they are sent from."""

    variant_id: str
    sku: str
    name: str
    slug: str
    options: list[AttributeOut]
    picture: PictureOut | None
    quantity: int
    available: int
    unit: MoneyOut | None
    total: MoneyOut | None
    ahead: str
    ready_on: date | None
    personal: PersonalOut | None
    promotions: list[TakenOffOut]

    @staticmethod
    def of(line: BasketLineView, locale: str) -> BasketLineOut:
        item = line.item
        return BasketLineOut(
            variant_id=str(item.variant_id),
            sku=item.sku,
            name=item.name.read(locale),
            slug=item.slug.read(locale),
            options=[AttributeOut.of(option, locale) for option in item.options],
            picture=PictureOut.of(item.picture, locale) if item.picture else None,
            quantity=line.quantity,
            available=line.available,
            unit=money(line.unit),
            total=money(line.total),
            ahead=line.ahead,
            ready_on=line.ready_on,
            personal=PersonalOut.of(line.personal),
            promotions=TakenOffOut.all_of(line.promotions, locale),
        )


class NoticeOut(Answer):
    """Something changed since the line was last touched, said in words. `quantity_reduced` does not change the line:
    fewer pieces than it asks for are left, only `available` of them. `blockers` holds `stock` until the line asks for
    no more."""

    code: str
    variant_id: str | None
    text: str
    available: int | None

    @staticmethod
    def of(notice: Notice, locale: str) -> NoticeOut:
        return NoticeOut(
            code=notice.code,
            variant_id=str(notice.variant_id) if notice.variant_id else None,
            text=notice.text.read(locale),
            available=notice.available,
        )


class BasketOut(Answer):
    """A basket as it stands now; `state` is open, placed or merged. `chosen` is the code of the way to deliver
    that `sums` counts, and `shown_promise` its promise; `blockers` say what is missing before it can be
    ordered. Where nothing `travels` no way is chosen and no street is needed; `at_request` is a sentence that the buyer
    has to tick, empty for most baskets."""

    id: str
    version: int
    state: str
    lines: list[BasketLineOut]
    sums: SumsOut
    delivery: list[DeliveryOut]
    chosen: str | None
    delivery_is_chosen: bool
    shown_promise: str | None
    contact: ContactOut | None
    country: str
    postcode: str
    tenders: list[TenderOut]
    notices: list[NoticeOut]
    blockers: list[str]
    similar_allowed: bool
    travels: bool
    at_request: str
    codes: list[CodeOut]

    @staticmethod
    def of(basket: BasketView, locale: str) -> BasketOut:
        return BasketOut(
            id=str(basket.id),
            version=basket.version,
            state=basket.state,
            lines=[BasketLineOut.of(line, locale) for line in basket.lines],
            sums=SumsOut.of(basket.quote),
            delivery=[DeliveryOut.of(option, locale) for option in basket.delivery],
            chosen=basket.chosen.code if basket.chosen else None,
            delivery_is_chosen=basket.delivery_is_chosen,
            shown_promise=basket.chosen.promise.key if basket.chosen else None,
            contact=ContactOut.of(basket.contact) if basket.contact else None,
            country=basket.country,
            postcode=basket.postcode,
            tenders=[TenderOut.of(option, locale) for option in basket.tenders],
            notices=[NoticeOut.of(notice, locale) for notice in basket.notices],
            blockers=list(basket.blockers),
            similar_allowed=consent.allowed_in(basket.country),
            travels=basket.travels,
            at_request=basket.at_request.read(locale) if basket.at_request else "",
            codes=CodeOut.all_of(basket.quote.codes, locale),
        )


class SimilarIn(Request):
    """Beside the field of the e-mail the buyer read `wording`: that they may be written to about articles like those
    that they order, and a box, not ticked, with which they `refused`."""

    wording: Annotated[Text, Field(min_length=1, max_length=2000)]
    refused: bool


class PlaceIn(Request):
    """What the customer saw and agreed to: the basket's sums.total and shown_promise. The `tenders` pay it
    together, in this order. `similar` where they were told of letters, which the basket says may be told;
    `supply_agreed`: they ticked the basket's `at_request`, where it has one."""

    shown_total: MoneyIn
    shown_promise: Line
    tenders: Annotated[list[TenderIn], Field(min_length=1, max_length=5)]
    similar: SimilarIn | None = None
    supply_agreed: bool = False


class PlacedOut(Answer):
    """`token` opens the order for whoever holds it: GET /orders/{id}?token=…"""

    id: str
    number: str
    state: str
    total: MoneyOut
    token: str

    @staticmethod
    def of(order: OpenedOrder) -> PlacedOut:
        return PlacedOut(
            id=str(order.order_id),
            number=order.number,
            state=order.state,
            total=MoneyOut.of(order.total),
            token=order.link,
        )
