"""Shapes of the ways of delivery and their prices, as the merchant sets them up."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from comptoir.channels.api.schemas.parts import Answer, Country, MoneyIn, MoneyOut, Request, Text
from comptoir.channels.api.schemas.variants import WordsIn
from comptoir.fulfilment.contracts import MethodInfo, MethodTerms, Rate

Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="Hours and minutes: 14:00")]
Days = Annotated[int, Field(ge=0, le=40)]


class MethodIn(Request):
    """`cutoff` is the last hour for today, in the time of the place that sends; `days_min` to `days_max` are working
    days on the way; `minutes_to_prepare` count opening hours of the shop, for collection only. `tracking_address` is a
    page with https and {number} in it. Small `position`s stand first."""

    name: WordsIn
    carrier: Annotated[Text, Field(max_length=60)] = ""
    tracking_address: Annotated[Text, Field(max_length=300)] = ""
    cutoff: Hour = "14:00"
    days_min: Days = 0
    days_max: Days = 0
    minutes_to_prepare: Annotated[int, Field(ge=0, le=10_080)] = 120
    saturdays: bool = False
    position: Annotated[int, Field(ge=0, le=32_767)] = 0

    def terms(self) -> MethodTerms:
        return MethodTerms(
            name=self.name.text(), carrier=self.carrier, tracking_address=self.tracking_address.strip(),
            cutoff=time.fromisoformat(self.cutoff), days_min=self.days_min, days_max=self.days_max,
            minutes_to_prepare=self.minutes_to_prepare, saturdays=self.saturdays, position=self.position,
        )  # fmt: skip


class NewMethodIn(MethodIn):
    """`code` names it for programs and never changes; `kind` is ship or collect."""

    code: Annotated[str, Field(min_length=1, max_length=50, pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
    kind: Literal["ship", "collect"]


class MethodStateIn(Request):
    """`nobody_can_order` confirms that the last way of a market may be switched off."""

    active: bool
    nobody_can_order: bool = False


class RateIn(Request):
    """The price, VAT included, of an order up to `max_weight_g` grams, to a country and the postcodes that begin with
    `postcode_prefix`. `extra_days` are working days on top of the way's."""

    country: Country
    postcode_prefix: Annotated[Text, Field(max_length=12)] = ""
    max_weight_g: Annotated[int, Field(ge=1, le=2_147_483_647)]
    amount: MoneyIn
    extra_days: Days = 0

    def rate(self) -> Rate:
        return Rate(
            country=self.country, postcode_prefix=self.postcode_prefix, max_weight_g=self.max_weight_g,
            amount=self.amount.money(), extra_days=self.extra_days,
        )  # fmt: skip


class RatesIn(Request):
    """No two rates may have the same country, prefix and weight. With `version`, the `rates_version` that was read,
    only the table that was read is replaced: another one is refused."""

    rates: Annotated[list[RateIn], Field(max_length=1_000)]
    version: Annotated[str, Field(max_length=64)] | None = None


class RateOut(Answer):
    country: str
    postcode_prefix: str
    max_weight_g: int
    amount: MoneyOut
    extra_days: int


class WordsOut(Answer):
    fr: str
    en: str


class MethodOut(Answer):
    """A way to get an order. `kind` is ship or collect; only those that are `active` are offered, and of the kind ship
    only where they have a price."""

    code: str
    kind: str
    name: WordsOut
    carrier: str
    tracking_address: str
    cutoff: str
    days_min: int
    days_max: int
    minutes_to_prepare: int
    saturdays: bool
    position: int
    active: bool
    rates: list[RateOut]
    rates_version: str

    @staticmethod
    def of(info: MethodInfo) -> MethodOut:
        return MethodOut(
            code=info.code, kind=info.kind, name=WordsOut(fr=info.name.get("fr", ""), en=info.name.get("en", "")),
            carrier=info.carrier, tracking_address=info.tracking_address, cutoff=f"{info.cutoff:%H:%M}",
            days_min=info.days_min, days_max=info.days_max, minutes_to_prepare=info.minutes_to_prepare,
            saturdays=info.saturdays, position=info.position, active=info.active,
            rates=[
                RateOut(
                    country=rate.country, postcode_prefix=rate.postcode_prefix, max_weight_g=rate.max_weight_g,
                    amount=MoneyOut.of(rate.amount), extra_days=rate.extra_days,
                )
                for rate in info.rates
            ],
            rates_version=info.rates_version,
        )  # fmt: skip
