"""Small decisions about what is shown."""

from __future__ import annotations

from collections.abc import Sequence

from comptoir.catalog.contracts import CategoryNode
from comptoir.kit.money import Money
from comptoir.offers.ahead import Ahead
from comptoir.offers.contracts import Availability, Reduced, VariantOffer

LOW = 3
SORTS = ("newest", "price", "-price", "name")
LARGEST_PAGE = 100
LAST_PAGE = 10_000


def availability(pieces: int, ahead: Ahead | None = None) -> Availability:
    """`low` at three pieces or fewer: few enough to say so. Nothing here: what may be sold `ahead`, if anything; a
    pre-order with a day of its own is one also when pieces are here."""
    if ahead and (pieces <= 0 or ahead.kept_until) and (pieces > 0 or ahead.pieces > 0):
        return Availability(state=ahead.kind, pieces=max(0, pieces) + ahead.pieces, ready_on=ahead.ready_on)
    state = "sold_out" if pieces <= 0 else "low" if pieces <= LOW else "in_stock"
    return Availability(state=state, pieces=max(0, pieces))


def of_product(variants: Sequence[tuple[int, Ahead | None]]) -> Availability:
    """What a card says of its variants (pieces, what may be sold ahead): as long as one is here, it is here; else
    the one that can be sent first."""
    here = [pieces for pieces, ahead in variants if not (ahead and ahead.kept_until)]
    if sum(here) > 0:
        return availability(sum(here))
    later = min((ahead for _, ahead in variants if ahead), key=lambda ahead: ahead.ready_on, default=None)
    return availability(sum(pieces for pieces, _ in variants), later)


def reduced(price: int | None, before: int | None, currency: str) -> Reduced | None:
    """A price beside the one before it; None when it is not announced as reduced."""
    if price is None or before is None or price >= before:
        return None
    return Reduced(before=Money(before, currency), percent=(before - price) * 100 // before)


def buyable(availability: Availability) -> bool:
    return availability.pieces > 0


def sort_errors(asked: str) -> dict[str, str]:
    if asked and asked not in SORTS:
        return {"sort": "not_a_choice"}
    return {}


def within(value: int, highest: int) -> int:
    """A page number or size brought between 1 and `highest`."""
    return min(max(1, value), highest)


def chosen(variants: Sequence[VariantOffer], sku: str | None) -> VariantOffer | None:
    """The variant asked for, else the first that can be bought, else the first."""
    by_sku = (variant for variant in variants if sku and variant.sku == sku)
    buyable = (variant for variant in variants if can_be_bought(variant))
    return next(by_sku, None) or next(buyable, None) or next(iter(variants), None)


def can_be_bought(variant: VariantOffer) -> bool:
    return variant.price is not None and variant.availability.pieces > 0


def node_with_slug(tree: Sequence[CategoryNode], slug: str, locale: str) -> CategoryNode | None:
    return next((node for node in tree if node.slug.read(locale) == slug), None)


def below(tree: Sequence[CategoryNode], parent: CategoryNode | None) -> tuple[CategoryNode, ...]:
    """The direct children of a category; without one the roots."""
    return tuple(node for node in tree if node.parent_id == (parent.id if parent else None))
