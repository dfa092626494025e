"""What a merchant says beside products and prices: what goes with what, and which prices are reduced."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from comptoir.catalog.contracts import Related
from comptoir.channels.api.schemas.parts import Answer, MoneyIn, MoneyOut, NeededLine, Request
from comptoir.offers.contracts import Colour, PricePoint, Reduced
from comptoir.pricing.contracts import Personal, SegmentPriceToSet


class ReducedOut(Answer):
    """`before` is the lowest price of the 30 days before the reduction: say it wherever the reduction is said."""

    before: MoneyOut
    percent: int

    @staticmethod
    def of(reduced: Reduced | None) -> ReducedOut | None:
        if reduced is None:
            return None
        before = MoneyOut(minor=reduced.before.minor, currency=reduced.before.currency)
        return ReducedOut(before=before, percent=reduced.percent)


class PersonalOut(Answer):
    """The price is set for this shopper by an automated decision: say so beside it and before the contract (Code de la
    consommation, L221-5). `listed` is what everybody else pays."""

    listed: MoneyOut

    @staticmethod
    def of(personal: Personal | None) -> PersonalOut | None:
        return PersonalOut(listed=MoneyOut.of(personal.listed)) if personal else None


class ColourOut(Answer):
    name: str
    sku: str
    available: bool

    @staticmethod
    def of(colour: Colour, locale: str) -> ColourOut:
        return ColourOut(name=colour.name.read(locale), sku=colour.sku, available=colour.available)


class PricePointOut(Answer):
    """A price that held from `since` until the next one's."""

    amount: MoneyOut
    since: str

    @staticmethod
    def of(point: PricePoint) -> PricePointOut:
        amount = MoneyOut(minor=point.amount.minor, currency=point.amount.currency)
        return PricePointOut(amount=amount, since=point.since.isoformat())


class RelationsIn(Request):
    """External ids of products, in the order in which they are shown; none takes them off."""

    others: Annotated[list[NeededLine], Field(max_length=12)]


class RelationOut(Answer):
    kind: str
    external_id: str
    name: str

    @staticmethod
    def of(related: Related, locale: str) -> RelationOut:
        return RelationOut(kind=related.kind, external_id=related.external_id, name=related.name.read(locale))


class ReductionIn(Request):
    """`reference` is the price before, as you believe it: refused when it is not the lowest of the 30 days before the
    reduction. Without it the history decides."""

    article: NeededLine
    reference: MoneyIn | None = None


class ReductionsIn(Request):
    items: Annotated[list[ReductionIn], Field(min_length=1, max_length=500)]


class ArticlesIn(Request):
    articles: Annotated[list[NeededLine], Field(min_length=1, max_length=500)]


class ChangedOut(Answer):
    changed: int


class SegmentPriceIn(Request):
    """`amount` is what who is in the segment pays, below the list price; null ends it."""

    article: NeededLine
    segment: NeededLine
    amount: MoneyIn | None = None

    def wanted(self, variant_id: UUID) -> SegmentPriceToSet:
        return SegmentPriceToSet(
            variant_id=variant_id, segment=self.segment, amount=self.amount.money() if self.amount else None
        )


class SegmentPricesIn(Request):
    items: Annotated[list[SegmentPriceIn], Field(min_length=1, max_length=500)]
