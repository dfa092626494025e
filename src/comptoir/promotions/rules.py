"""What offers take off a basket. Pure: whole minor units, the same whatever the order of lines and offers.

An offer's condition is judged on the goods before any promotion. Those that combine apply one after the other, in the
order of `contracts.EFFECTS`, the older first, each to what the one before left. Each that stands alone competes with
that combination; the buyer gets what takes off most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from comptoir.kit.money import rounded_half_up, split
from comptoir.promotions.contracts import (
    ALL,
    AMOUNT,
    BUNDLE,
    CATEGORIES,
    DELIVERY,
    EFFECTS,
    PERCENT,
    PIECES,
    PRODUCTS,
    Bringing,
    Given,
    Goods,
    Miss,
    Offer,
    Outcome,
    Terms,
)

WHOLE = 10_000  # basis points


@dataclass(slots=True)
class _Line:
    """A line while offers apply: `place` is where it was given, `left` what is still asked for it, `free` the pieces
    that are in no set yet."""

    goods: Goods
    place: int
    left: int
    free: int


def best(offers: Sequence[Offer], goods: Sequence[Goods], bringing: Bringing | None = None) -> Outcome:
    """What the offers take off these goods and their delivery (None while it is not known)."""
    ordered = sorted(offers, key=_rank)
    order = sorted(range(len(goods)), key=lambda place: _canonical(goods[place]))
    missed: dict[UUID, Miss] = {}
    fit = []
    for offer in ordered:
        miss = lacks(offer.promotion.terms, goods)
        if miss is None:
            fit.append(offer)
        else:
            missed[offer.promotion.id] = miss
    choices = [[offer for offer in fit if offer.promotion.terms.combines]]
    choices += [[offer] for offer in fit if not offer.promotion.terms.combines]
    granted = [(choice, _grant(choice, goods, order, bringing)) for choice in choices]
    chosen, given = max(granted, key=lambda each: sum(one.minor for one in each[1]))
    taken = {one.offer.promotion.id for one in given}
    for offer in fit:
        if offer.promotion.id not in taken:
            missed[offer.promotion.id] = Miss(why="nothing_left" if offer in chosen else "better_without")
    return Outcome(given=given, missed=missed, free_ways=_free_ways(chosen))


def lacks(terms: Terms, goods: Sequence[Goods]) -> Miss | None:
    """What the basket lacks for this promotion; None when nothing."""
    found = [line for line in goods if matches(terms, line)]
    pieces = sum(line.quantity for line in found)
    if not pieces:
        return Miss(why="other_articles")
    if terms.effect == BUNDLE and not _sets(terms, [_Line(g, i, 0, g.quantity) for i, g in enumerate(found)]):
        return Miss(why="set_incomplete")
    worth = sum(line.unit * line.quantity for line in found)
    if worth < terms.least_minor:
        return Miss(why="minimum_missing", minor=terms.least_minor - worth)
    least = max(terms.least_pieces, terms.take if terms.effect == PIECES else 0)
    return Miss(why="pieces_missing", pieces=least - pieces) if pieces < least else None


def matches(terms: Terms, line: Goods) -> bool:
    """Whether a promotion is about these goods. Gift cards are money, and never reduced."""
    if line.is_money or (terms.not_reduced and line.is_reduced):
        return False
    if terms.scope == ALL:
        return True
    if terms.scope == CATEGORIES:
        return not line.categories.isdisjoint(terms.ids)
    return (line.product_id if terms.scope == PRODUCTS else line.variant_id) in terms.ids


def is_plain_reduction(terms: Terms) -> bool:
    """Whether it would be a lower price for everybody under another name: then it has to be announced as one
    (Directive 98/6/EC, article 6a)."""
    conditional = terms.trigger != "automatic" or terms.segment or terms.least_minor or terms.least_pieces > 1
    return terms.effect in (PERCENT, AMOUNT) and not conditional


def spread(reduction: int, unit: int, quantity: int) -> list[tuple[int, int]]:
    """(pieces, unit price) of a line at `unit` minor units from which `reduction` is taken off: one pair, or two
    that are one unit apart, the dearer first."""
    each, more = divmod(reduction, quantity)
    return [(pieces, price) for pieces, price in ((quantity - more, unit - each), (more, unit - each - 1)) if pieces]


def _rank(offer: Offer) -> tuple[object, ...]:
    promotion = offer.promotion
    return EFFECTS.index(promotion.terms.effect), promotion.created_at, promotion.id, offer.code


def _canonical(line: Goods) -> tuple[object, ...]:
    return line.variant_id, line.unit, line.quantity, line.is_reduced, line.is_money


def _grant(
    offers: Sequence[Offer], goods: Sequence[Goods], order: Sequence[int], bringing: Bringing | None
) -> tuple[Given, ...]:
    lines = [_Line(goods[i], i, goods[i].unit * goods[i].quantity, goods[i].quantity) for i in order]
    brought = bringing.minor if bringing else 0
    given = []
    for offer in offers:
        terms, taken, free = offer.promotion.terms, {}, 0
        if terms.effect == DELIVERY:
            free = brought if bringing and (not terms.ways or bringing.method in terms.ways) else 0
            brought -= free
        else:
            taken = _taken(terms, [line for line in lines if matches(terms, line.goods)])
        for line in lines:
            line.left -= taken.get(line.place, 0)
        if free or any(taken.values()):
            kept = {place: minor for place, minor in taken.items() if minor}
            given.append(Given(offer=offer, lines=kept, delivery=free))
    return tuple(given)


def _taken(terms: Terms, lines: list[_Line]) -> dict[int, int]:
    """By place what is taken off the lines that match, never more than is left of them."""
    left = sum(line.left for line in lines)
    if terms.effect == PERCENT:  # rounded once for all of them, so that the sum says what was promised
        off = rounded_half_up(left * terms.percent_bp, WHOLE)
        return _shared(off, [(line, line.left) for line in lines])
    if terms.effect == AMOUNT:
        return _shared(min(terms.amount_minor, left), [(line, line.left) for line in lines])
    return _n_for_m(terms, lines) if terms.effect == PIECES else _bundled(terms, lines)


def _n_for_m(terms: Terms, lines: list[_Line]) -> dict[int, int]:
    """From the dearest piece down, of each full set the cheapest are free; that is spread over the pieces of the
    sets."""
    lines = sorted(lines, key=lambda line: -line.goods.unit)  # stable: canonical among equals
    full = sum(line.free for line in lines) // terms.take * terms.take
    off, begin, shares = 0, 0, []
    for line in lines:
        pieces = min(line.free, full - begin)
        free = _free_until(begin + pieces, terms) - _free_until(begin, terms)
        off += free * line.goods.unit
        shares.append((line, pieces * line.goods.unit))
        line.free -= pieces
        begin += pieces
    return _shared(off, shares)


def _free_until(pieces: int, terms: Terms) -> int:
    """How many of the first so many pieces are free."""
    sets, rest = divmod(pieces, terms.take)
    return sets * (terms.take - terms.pay) + max(0, rest - terms.pay)


def _bundled(terms: Terms, lines: list[_Line]) -> dict[int, int]:
    """As many sets as there are, the dearest pieces first, as long as the set's price is less."""
    members = _sets(terms, lines)
    off = 0
    weights: dict[int, int] = {}
    # As many sets at once as the heads have pieces for: each round uses up a line.
    while members and all(members):
        heads = [member[0] for member in members]
        saved = sum(line.goods.unit for line in heads) - terms.amount_minor
        if saved <= 0:
            break
        sets = min(line.free for line in heads)
        off += saved * sets
        for line, member in zip(heads, members, strict=True):
            line.free -= sets
            weights[line.place] = weights.get(line.place, 0) + line.goods.unit * sets
            if not line.free:
                member.pop(0)
    return _shared(off, [(line, weights.get(line.place, 0)) for line in lines])


def _sets(terms: Terms, lines: Sequence[_Line]) -> list[list[_Line]]:
    """The lines of each member of the set, the dearest first; none when a member is missing."""
    members = []
    for member in terms.ids:
        own = [line for line in lines if member in (line.goods.product_id, line.goods.variant_id) and line.free]
        if not own:
            return []
        members.append(sorted(own, key=lambda line: -line.goods.unit))
    return members


def _shared(off: int, shares: list[tuple[_Line, int]]) -> dict[int, int]:
    """`off` over the lines in proportion, to the unit (largest remainder)."""
    weights = {number: weight for number, (_line, weight) in enumerate(shares) if weight}
    parts = split(off, weights) if off and weights else {}
    return {shares[number][0].place: part for number, part in parts.items()}


def _free_ways(offers: Sequence[Offer]) -> frozenset[str] | None:
    """None where every way is free."""
    found = [offer.promotion.terms for offer in offers if offer.promotion.terms.effect == DELIVERY]
    if any(not terms.ways for terms in found):
        return None
    return frozenset(way for terms in found for way in terms.ways)
