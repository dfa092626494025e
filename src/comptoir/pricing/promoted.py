"""What promotions make of priced lines: the same goods at lower unit prices, and a delivery that may be free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.kit import sql
from comptoir.kit.money import Money, split
from comptoir.kit.text import Localised
from comptoir.org.contracts import ShopperContext
from comptoir.pricing.contracts import PROMOTION, DeliveryCharge, QuoteRequest, Reason, RequestedLine
from comptoir.pricing.rules import PricedLine
from comptoir.promotions import facade as promotions
from comptoir.promotions.contracts import CATEGORIES, Bringing, CodeStanding, Given, Goods, Offered, Outcome, Use

REDUCED = """
SELECT variant_id FROM pricing_reduced WHERE variant_id = ANY(%s::uuid[]) AND market = %s AND currency = %s
"""


@dataclass(frozen=True, slots=True)
class Reduced:
    goods: list[PricedLine]
    delivery: tuple[DeliveryCharge, ...]
    codes: tuple[CodeStanding, ...]
    uses: tuple[Use, ...]
    free_ways: frozenset[str] | None


def offered(request: QuoteRequest, context: ShopperContext) -> Offered:
    if not request.promoted:
        return Offered()
    return promotions.offered(request.codes, context, request.customer_id)


def reduced(
    found: Offered, lines: Sequence[RequestedLine], goods: Sequence[PricedLine], charges: tuple[DeliveryCharge, ...],
    context: ShopperContext,
) -> Reduced:  # fmt: skip
    """`goods` are the priced `lines`, in the same order. Categories and announced reductions are read where an offer
    asks for them."""
    charge = charges[0] if charges else None
    bringing = Bringing(method=charge.code.partition("@")[0], minor=charge.amount.minor) if charge else None
    outcome = promotions.best(found.offers, _goods(found, lines, goods, context), bringing)
    return Reduced(
        goods=[part for place, line in enumerate(goods) for part in _parts(place, line, outcome, context)],
        delivery=(_freed(charge, outcome, context), *charges[1:]) if charge else (),
        codes=_codes(found, outcome, context),
        uses=tuple(_use(given) for given in outcome.given),
        free_ways=outcome.free_ways,
    )


def _goods(
    found: Offered, lines: Sequence[RequestedLine], goods: Sequence[PricedLine], context: ShopperContext
) -> list[Goods]:
    terms = [offer.promotion.terms for offer in found.offers]
    categories: dict[UUID, frozenset[UUID]] = {}
    if any(each.scope == CATEGORIES for each in terms):
        categories = catalog.categories_of([line.product_id for line in lines if line.product_id])
    announced: set[UUID] = set()
    if any(each.not_reduced for each in terms):
        variants = [line.variant_id for line in goods]
        announced = {row[0] for row in sql.rows(REDUCED, [variants, context.market.code, context.currency])}
    return [
        Goods(
            variant_id=line.variant_id, product_id=asked.product_id, quantity=line.quantity, unit=line.unit.minor,
            categories=categories.get(asked.product_id, frozenset()) if asked.product_id else frozenset(),
            is_money=asked.is_money, is_reduced=line.personal is not None or line.variant_id in announced,
        )
        for asked, line in zip(lines, goods, strict=True)
    ]  # fmt: skip


def _parts(place: int, line: PricedLine, outcome: Outcome, context: ShopperContext) -> list[PricedLine]:
    """The line at the unit prices that are left of it, with the reasons of each part."""
    found = [(given, given.lines[place]) for given in outcome.given if place in given.lines]
    if not found:
        return [line]
    off = sum(minor for _given, minor in found)
    parts, left = [], {number: minor for number, (_given, minor) in enumerate(found)}
    spread = promotions.spread(off, line.unit.minor, line.quantity)
    for pieces, unit in spread:
        own = (line.unit.minor - unit) * pieces
        shares = dict(left) if (pieces, unit) == spread[-1] else split(own, left)
        left = {number: left[number] - shares.get(number, 0) for number in left}
        before = [replace(why, amount=_portion(why.amount, pieces, line.quantity)) for why in line.reasons]
        why = [_reason(found[number][0], minor, context) for number, minor in shares.items() if minor]
        unit_price = Money(unit, line.unit.currency)
        parts.append(replace(line, quantity=pieces, unit=unit_price, reasons=(*before, *why)))
    return parts


def _portion(amount: Money, pieces: int, of: int) -> Money:
    """Of a reason that holds for each piece alike."""
    return Money(amount.minor // of * pieces, amount.currency)


def _reason(given: Given, minor: int, context: ShopperContext) -> Reason:
    return Reason(
        code=f"{PROMOTION}{given.offer.promotion.id}", text=promotions.on_line(given.offer, context.currency),
        amount=Money(-minor, context.currency),
    )  # fmt: skip


def _freed(charge: DeliveryCharge, outcome: Outcome, context: ShopperContext) -> DeliveryCharge:
    found = [given for given in outcome.given if given.delivery]
    if not found:
        return charge
    reasons = tuple(_reason(given, given.delivery, context) for given in found)
    return replace(charge, amount=Money(0, charge.amount.currency), reasons=reasons)


def _codes(found: Offered, outcome: Outcome, context: ShopperContext) -> tuple[CodeStanding, ...]:
    standing = []
    for typed in found.typed:
        offer = typed.offer
        miss = outcome.missed.get(offer.promotion.id) if offer else typed.miss
        standing.append(
            CodeStanding(
                code=typed.code, name=offer.promotion.terms.shown if offer else Localised(),
                refusal=miss.why if miss else "",
                text=promotions.refusal(miss, context.currency, context.market.zone) if miss else Localised(),
            )
        )  # fmt: skip
    return tuple(standing)


def _use(given: Given) -> Use:
    promotion = given.offer.promotion
    return Use(
        promotion_id=promotion.id, version=promotion.version, limited=promotion.terms.most_uses is not None,
        per_person=promotion.terms.most_per_person is not None, code=given.offer.code, code_id=given.offer.code_id,
        minor=given.minor,
    )  # fmt: skip
