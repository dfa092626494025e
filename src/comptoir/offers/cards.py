"""Products in a list: name, picture, lowest price, colours and stock; as many statements for one as for many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Picture, ProductSummary, VariantSummary
from comptoir.fulfilment import facade as fulfilment
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.offers import ahead, rules
from comptoir.offers.ahead import LATER, Ahead
from comptoir.offers.contracts import Card, Colour
from comptoir.org.contracts import ShopperContext
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import Personal
from comptoir.promotions import facade as promotions
from comptoir.reviews.contracts import Rating

# Views that the rooms below publish. A variant without price or stock keeps its row; one of a product that is not shown
# in this market now has none.
PRICE_AND_STOCK = f"""
SELECT wanted.id, price.amount_minor, coalesce(stock.pieces, 0), ahead.later, reduced.reference_minor, rated.count,
       rated.total
FROM unnest(%(variants)s::uuid[], %(products)s::uuid[]) AS wanted(id, product_id)
LEFT JOIN pricing_listed price
  ON price.variant_id = wanted.id AND price.market = %(market)s AND price.currency = %(currency)s
LEFT JOIN pricing_reduced reduced
  ON reduced.variant_id = wanted.id AND reduced.market = %(market)s AND reduced.currency = %(currency)s
LEFT JOIN (
    SELECT variant_id, sum(available)::bigint AS pieces FROM inventory_sellable
    WHERE variant_id = ANY(%(variants)s::uuid[]) GROUP BY variant_id
) stock ON stock.variant_id = wanted.id
LEFT JOIN ({LATER.format(those="= ANY(%(variants)s::uuid[])")}) ahead ON ahead.variant_id = wanted.id
LEFT JOIN reviews_rated rated ON rated.product_id = wanted.product_id
WHERE EXISTS (
    SELECT FROM catalog_listed shown
    WHERE shown.product_id = wanted.product_id AND shown.market = %(market)s AND shown.starts_at <= %(now)s
      AND (shown.ends_at IS NULL OR shown.ends_at > %(now)s)
)
"""


class Terms(NamedTuple):
    """Of a variant: its price in minor units, pieces here, what may be sold ahead, the price that it is reduced from,
    the rating of its product, and whether the price is this shopper's alone."""

    price: int | None
    pieces: int
    ahead: Ahead | None
    before: int | None
    rating: Rating | None = None
    personal: Personal | None = None

    @property
    def buyable(self) -> bool:
        return self.price is not None and rules.buyable(rules.availability(self.pieces, self.ahead))


def cards(ids: Sequence[UUID], context: ShopperContext, *, colours: Collection[str] = ()) -> tuple[Card, ...]:
    """A card for each product that is shown in the market now, in the order given; two statements for any number.
    `colours`, in the words of the context's language, are those that somebody looks for: a card shows one of them."""
    if not ids:
        return ()
    found = catalog.summaries(ids)
    products = [found[each] for each in ids if each in found]
    return put_together(products, _terms(found.values(), context), context, colours=colours)


def put_together(
    products: Iterable[ProductSummary],
    known: Mapping[UUID, Terms],
    context: ShopperContext,
    why: Mapping[UUID, str] | None = None,
    *,
    colours: Collection[str] = (),
) -> tuple[Card, ...]:
    """Cards of those products of which any variant's terms are known."""
    return tuple(
        _card(product, known, context, (why or {}).get(product.id, ""), colours)
        for product in products
        if any(variant.id in known for variant in product.variants)
    )


def _terms(products: Iterable[ProductSummary], context: ShopperContext) -> dict[UUID, Terms]:
    return terms_of([(variant, product.id) for product in products for variant in product.variant_ids], context)


def terms_of(wanted: Sequence[tuple[UUID, UUID]], context: ShopperContext) -> dict[UUID, Terms]:
    """By variant, for pairs of variant and product; nothing for what is not shown in the market now."""
    given = {
        "variants": [variant for variant, _product in wanted], "products": [product for _variant, product in wanted],
        "market": context.market.code, "currency": context.currency, "now": context.now, "today": context.now.date(),
    }  # fmt: skip
    found = {
        variant: Terms(minor, pieces, ahead.read(later), before, Rating(count=count, total=total) if count else None)
        for variant, minor, pieces, later, before, count, total in sql.rows(PRICE_AND_STOCK, given)
    }
    return for_shopper(found, context)


def for_shopper(found: dict[UUID, Terms], context: ShopperContext) -> dict[UUID, Terms]:
    """With the prices of this shopper's segments. Beside a price that is theirs alone no reduction is announced: that
    speaks of everybody's price (art. L112-1-1 of the Consumer Code)."""
    if not context.segments:
        return found
    own = {variant: price for variant, price in pricing.shown_to(found, context).items() if price.personal}
    return {
        variant: terms._replace(price=own[variant].amount.minor, before=None, personal=own[variant].personal)
        if variant in own
        else terms
        for variant, terms in found.items()
    }


def _card(
    product: ProductSummary, known: Mapping[UUID, Terms], context: ShopperContext, why: str, wanted: Collection[str]
) -> Card:
    currency = context.currency
    variants = [variant for variant in product.variants if variant.id in known]
    terms = [known[variant.id] for variant in variants]
    prices = {each.price for each in terms if each.price is not None}
    lowest = min((each for each in terms if each.price is not None), key=_price_then_reference, default=None)
    colours = _colours(variants, known)
    asked = [each for each in colours if each.name.read(context.locale) in wanted]
    colour = next((each for each in asked if each.available), asked[0] if asked else None)
    return Card(
        product_id=product.id,
        external_id=product.external_id,
        slug=product.slug,
        name=product.name,
        brand=product.brand,
        category=product.category,
        picture=_picture(product, variants, known, colour),
        price=Money(min(prices), currency) if prices else None,
        price_from=len(prices) > 1,
        availability=rules.of_product([(each.pieces, each.ahead) for each in terms]),
        rating=terms[0].rating if terms else None,
        variant_ids=product.variant_ids,
        colours=colours,
        colour=colour,
        reduced=rules.reduced(lowest.price, lowest.before, currency) if lowest else None,
        personal=lowest.personal if lowest else None,
        why=why,
        travels=catalog.travels(product.nature),
        offers=_announced(product, terms, context),
    )


def _announced(product: ProductSummary, terms: Sequence[Terms], context: ShopperContext) -> tuple[str, ...]:
    above = [node.id for node in product.category.trail] if product.category else []
    reduced = [each.before is not None or each.personal is not None for each in terms if each.price is not None]
    found = promotions.announced(
        product.variant_ids, product.id, above, context, ways=fulfilment.named, brief=True,
        is_money=product.nature == catalog.GIFT_CARD, is_reduced=bool(reduced) and all(reduced),
    )  # fmt: skip
    return tuple(found)


def _price_then_reference(terms: Terms) -> tuple[int, int]:
    """Of variants at one price the least that is said of a reduction counts."""
    return terms.price or 0, terms.before or 0


def _picture(
    product: ProductSummary, variants: Sequence[VariantSummary], known: Mapping[UUID, Terms], colour: Colour | None
) -> Picture | None:
    """Of the colour that is looked for, whichever of its sizes has one. Else of the first variant that can be bought:
    a list shows no colour that is sold out while there is another."""
    if colour:
        alike = [each for each in variants if each.colour and Localised(each.colour.text) == colour.name]
        own = sorted((each for each in alike if each.picture), key=lambda each: each.sku != colour.sku)
        return own[0].picture if own else product.picture
    first = next((variant for variant in variants if known[variant.id].buyable), None)
    return first.picture if first and first.picture else product.picture


def _colours(variants: Sequence[VariantSummary], known: Mapping[UUID, Terms]) -> tuple[Colour, ...]:
    """In the order of the variants; nothing where there is one colour only. A colour leads to its first variant that
    can be bought."""
    found: dict[str, Colour] = {}
    for variant in variants:
        if variant.colour is None:
            continue
        name = variant.colour.text.read("fr")
        available = known[variant.id].buyable
        if name not in found or (available and not found[name].available):
            found[name] = Colour(name=Localised(variant.colour.text), sku=variant.sku, available=available)
    return tuple(found.values()) if len(found) > 1 else ()
