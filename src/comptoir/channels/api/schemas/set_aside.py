"""Lines saved for later, shared baskets, express and towns, as the API takes and tells them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.channels.api.schemas.baskets import BasketOut
from comptoir.channels.api.schemas.parts import Answer, MoneyOut, NeededLine, Request, money
from comptoir.checkout.contracts import SetAside, SharedBasketView
from comptoir.customers.contracts import TownSuggestion


class VariantIn(Request):
    variant_id: UUID


class SetAsideOut(Answer):
    """At the price and stock of now; `unit` is null without a price."""

    variant_id: str
    sku: str
    name: str
    slug: str
    quantity: int
    available: int
    sold: bool
    unit: MoneyOut | None

    @staticmethod
    def of(line: SetAside, locale: str) -> SetAsideOut:
        return SetAsideOut(
            variant_id=str(line.item.variant_id),
            sku=line.item.sku,
            name=line.item.name.read(locale),
            slug=line.item.slug.read(locale),
            quantity=line.quantity,
            available=line.available,
            sold=line.item.published,
            unit=money(line.unit),
        )


class SharedLinkOut(Answer):
    """`token` reads the shared basket until `expires_at`: GET /shared-baskets/{token}"""

    token: str
    expires_at: datetime


class SharedOut(Answer):
    token: str
    shared_at: datetime
    expires_at: datetime
    lines: list[SetAsideOut]
    total: MoneyOut

    @staticmethod
    def of(shared: SharedBasketView, locale: str) -> SharedOut:
        return SharedOut(
            token=shared.token,
            shared_at=shared.shared_at,
            expires_at=shared.expires_at,
            lines=[SetAsideOut.of(line, locale) for line in shared.lines],
            total=MoneyOut.of(shared.total),
        )


class TakeIn(Request):
    token: NeededLine


class TakenOut(Answer):
    lines: int
    basket: BasketOut


class TownOut(Answer):
    postcode: str
    town: str

    @staticmethod
    def of(suggestion: TownSuggestion) -> TownOut:
        return TownOut(postcode=suggestion.postcode, town=suggestion.town)


class TownsOut(Answer):
    """`towns` of the postcode, the largest first; `suggestions` of what may have been meant, when a town was given
    that does not fit. Neither is a refusal: any address may be ordered to."""

    towns: list[str]
    suggestions: list[TownOut]
