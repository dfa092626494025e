"""What a change would make of an order: reads only, the same for the preview and for the change itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Sellable
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import DeliveryOption, DeliveryRequest, WantedLine
from comptoir.fulfilment.errors import CannotDeliver
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Allocation, ReservationInfo
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.orders import lines as sums
from comptoir.orders import stored
from comptoir.orders.contracts import ChangeWish
from comptoir.orders.errors import AdditionNotAgreed, ArticleNotForSale, NothingChanges, NothingLeft
from comptoir.orders.lines import Line, Reckoned
from comptoir.orders.parcels import agreed_natures
from comptoir.orders.stored import Stored
from comptoir.org import facade as org
from comptoir.org.contracts import ShopperContext
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PROMOTION, DeliveryCharge, Quote, QuoteRequest, Reason, RequestedLine
from comptoir.promises import facade as promises
from comptoir.promotions import facade as promotions

MOST_PIECES = 999
MOST_LINES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """`way` is None when address, way and promise stay. `promise` is the key of a new promise, empty when the old
    one stays good. `versions` are those of the prices that were asked for."""

    order: Stored
    reckoned: Reckoned
    contact: Contact | None
    way: DeliveryOption | None
    promise: str
    allocations: tuple[Allocation, ...]
    versions: Mapping[UUID, int]


def assess(order_id: UUID, wish: ChangeWish, *, actor: str, now: datetime, shown_promise: str = "") -> Assessed:
    """Refuses NotFound, Invalid, NothingChanges, NothingLeft, ArticleNotForSale, AdditionNotAgreed,
    CannotDeliver."""
    order = stored.read(order_id)
    context = order.context(actor, now)
    kept, extra = _pieces(order, wish)
    items = _items(kept, extra, context)
    _require_agreed(order, extra, items)
    old = customers.contact(order.address_id)
    contact = replace(wish.contact, email=old.email) if wish.contact else None
    to = contact or old
    code = wish.delivery or _code(order)
    held = holds(order)
    moved = code != _code(order) or (to.country, to.postcode) != (old.country, old.postcode)
    way = None
    if moved or extra or order.split_promises:
        request = _request(kept, extra, items, to, held)
        way = fulfilment.promise(code, request, context, shown=shown_promise)
    shop = _taxed_in(code, to)
    moving = _rerated(kept, to.country != old.country, shop != _taxed_in(_code(order), old)) & items.keys()
    quoted = _quote(extra, items, moving, country=shop, home=to.country, context=context)
    goods = _merged(order, kept, extra, items, quoted, moving)
    charge = sums.delivery_of(order.lines, order.currency)
    if moved and way:
        free = _freed(charge, order, way)
        amount = Money(0, order.currency) if free else way.charge
        charge = DeliveryCharge(code=way.method, name=way.name, amount=amount, reasons=free)
    next_position = max(line.position for line in (*order.lines, *goods)) + 1
    reckoned = sums.reckon(goods, charge, currency=order.currency, next_position=next_position)
    keeps = way is None or (not moved and not order.split_promises and way.promise.due <= order.promised_by)
    return Assessed(
        order=order, reckoned=reckoned, contact=contact, way=way, promise="" if keeps or not way else way.promise.key,
        allocations=way.allocations if way else _left(held, order, kept),
        versions=_versions(quoted, extra),
    )  # fmt: skip


def _freed(charge: DeliveryCharge, order: Stored, way: DeliveryOption) -> tuple[Reason, ...]:
    """Why another way or address costs nothing: the promotions that made delivery free, where they are for it too."""
    if way.method == order.delivery_method or not charge.reasons:
        return charge.reasons
    known = promotions.known([UUID(each.code.removeprefix(PROMOTION)) for each in charge.reasons])
    if not any(not each.terms.ways or way.method in each.terms.ways for each in known.values()) or not way.charge:
        return ()
    return (replace(charge.reasons[0], amount=-way.charge),)


def _versions(quoted: Quote | None, extra: Counter[UUID]) -> dict[UUID, int]:
    lines = quoted.lines if quoted else ()
    return {line.variant_id: line.price_version for line in lines if line.variant_id and line.variant_id in extra}


def ways(order_id: UUID, *, actor: str, now: datetime) -> tuple[DeliveryOption, ...]:
    """Every way in which what an order holds could be delivered instead, from today on. Refuses NotFound."""
    order = stored.read(order_id)
    context = order.context(actor, now)
    kept = sums.goods_of(order.lines)
    items = _items(kept, Counter(), context)
    to = customers.contact(order.address_id)
    request = _request(kept, Counter(), items, to, holds(order))
    return fulfilment.options(request, context)


def way_from_now(order_id: UUID, *, actor: str, now: datetime) -> DeliveryOption | None:
    """The order's own way for the pieces that it holds, with its days counted from `now`; None when it is not offered
    any more. Refuses NotFound."""
    order = stored.read(order_id)
    context = order.context(actor, now)
    kept = sums.goods_of(order.lines)
    held = tuple(_as_told(order.id, each) for each in inventory.reservations(order.id) if each.state == "held")
    items = _items(kept, Counter(), context)
    request = _request(kept, Counter(), items, customers.contact(order.address_id), held)
    try:
        return fulfilment.promise_held(_code(order), request, context)
    except CannotDeliver:
        return None


def _as_told(order_id: UUID, held: ReservationInfo) -> Allocation:
    """Pieces that are still to come may leave on the day that was told when they were ordered."""
    ahead = held.ahead
    if ahead:
        days = [each.ready_on for each in inventory.waiting(held.variant_id) if each.order_id == order_id]
        ahead = replace(ahead, ready_on=max(days, default=None))
    return Allocation(
        variant_id=held.variant_id, location_id=held.location_id, quantity=held.quantity, ahead=ahead
    )


def holds(order: Stored) -> tuple[Allocation, ...]:
    """The pieces that are set aside for it: by its parcels, or, before it is paid, by what is held for it."""
    if order.state != "pending":
        return fulfilment.to_send(order.id)
    return tuple(
        Allocation(variant_id=each.variant_id, location_id=each.location_id, quantity=each.quantity)
        for each in inventory.reservations(order.id)
        if each.state == "held" and not each.ahead
    )


def way_of(order_id: UUID) -> str:
    """The code of the way in which an order is delivered: `method`, or `method@place`. Refuses NotFound."""
    return _code(stored.read(order_id))


def _pieces(order: Stored, wish: ChangeWish) -> tuple[list[Line], Counter[UUID]]:
    """The lines that stay, at most as large as they were, and what comes on top."""
    goods = {line.position: line for line in sums.goods_of(order.lines)}
    errors = {f"quantities.{place}": "not_a_choice" for place in wish.quantities if place not in goods}
    errors |= {
        f"quantities.{place}": "too_large"
        for place, pieces in wish.quantities.items()
        if not 0 <= pieces <= MOST_PIECES
    }
    if len(wish.added) > MOST_LINES or any(not 1 <= pieces <= MOST_PIECES for _, pieces in wish.added):
        errors["added"] = "too_large"
    if errors:
        raise Invalid(errors)
    extra: Counter[UUID] = Counter()
    kept = []
    for line in goods.values():
        wanted = wish.quantities.get(line.position, line.quantity)
        if line.variant_id and wanted > line.quantity:
            extra[line.variant_id] += wanted - line.quantity
        if smaller := min(wanted, line.quantity):
            kept.append(line if smaller == line.quantity else sums.resized(line, smaller))
    for variant_id, pieces in wish.added:
        extra[variant_id] += pieces
    if not kept and not extra:
        raise NothingLeft()
    same = len(kept) == len(goods) and all(line is goods[line.position] for line in kept)
    if same and not extra and wish.contact is None and wish.delivery in ("", _code(order)):
        raise NothingChanges()
    return kept, extra


def _items(kept: Sequence[Line], extra: Counter[UUID], context: ShopperContext) -> dict[UUID, Sellable]:
    ids = [*dict.fromkeys([line.variant_id for line in kept if line.variant_id] + list(extra))]
    items = catalog.sellable(ids, market=context.market.code, now=context.now)
    unsold = [variant for variant in extra if variant not in items or not items[variant].published]
    if unsold:
        raise ArticleNotForSale(variant_ids=sorted(map(str, unsold)))
    return items


def _require_agreed(order: Stored, extra: Counter[UUID], items: Mapping[UUID, Sellable]) -> None:
    """What staff add is no express request of the buyer. Refuses AdditionNotAgreed."""
    asked = {variant for variant in extra if items[variant].nature in catalog.AT_REQUEST}
    if not asked:
        return
    agreed = agreed_natures(order.id)
    if missing := [variant for variant in asked if items[variant].nature not in agreed]:
        raise AdditionNotAgreed(variant_ids=sorted(map(str, missing)))


def _code(order: Stored) -> str:
    place = promises.get(order.promise_id).terms.get("place")
    return f"{order.delivery_method}@{place}" if place else order.delivery_method


def _taxed_in(code: str, to: Contact) -> str:
    """The VAT of a collection is the shop's."""
    place = code.partition("@")[2]
    found = next((each for each in org.places() if each.code == place), None)
    return found.country if found else to.country


def _rerated(kept: Sequence[Line], home_moves: bool, shop_moves: bool) -> set[UUID]:
    """What is taxed in another country from now on."""
    return {
        line.variant_id
        for line in kept
        if line.variant_id and (home_moves if catalog.taxed_at_home(line.nature) else shop_moves)
    }


def _request(
    kept: Sequence[Line], extra: Counter[UUID], items: Mapping[UUID, Sellable], to: Contact,
    held: tuple[Allocation, ...],
) -> DeliveryRequest:  # fmt: skip
    pieces = Counter(extra)
    natures = {line.variant_id: line.nature for line in kept}
    for line in kept:
        if line.variant_id:
            pieces[line.variant_id] += line.quantity
    wanted = tuple(
        WantedLine(
            variant_id=variant_id, quantity=quantity,
            weight_g=items[variant_id].weight_g if variant_id in items else catalog.DEFAULT_WEIGHT_G,
            nature=natures.get(variant_id) or items[variant_id].nature,
        )
        for variant_id, quantity in pieces.items()
    )  # fmt: skip
    return DeliveryRequest(lines=wanted, country=to.country, postcode=to.postcode, held=held)


def _quote(
    extra: Counter[UUID], items: Mapping[UUID, Sellable], moving: Collection[UUID], *, country: str, home: str,
    context: ShopperContext,
) -> Quote | None:  # fmt: skip
    """Today's prices of what is added, and of what is taxed in another country now."""
    wanted = tuple(
        RequestedLine(
            variant_id=variant, quantity=max(1, extra[variant]), tax_category=items[variant].tax_category,
            country=home if catalog.taxed_at_home(items[variant].nature) else "",
        )
        for variant in dict.fromkeys((*extra, *moving))
    )  # fmt: skip
    if not wanted:
        return None
    quote = pricing.quote(QuoteRequest(lines=wanted, country=country), context)
    unsold = [variant for variant in quote.unpriced if variant in extra]
    if unsold:
        raise ArticleNotForSale(variant_ids=sorted(map(str, unsold)))
    return quote


def _merged(
    order: Stored, kept: Sequence[Line], extra: Counter[UUID], items: Mapping[UUID, Sellable], quoted: Quote | None,
    moving: Collection[UUID],
) -> list[Line]:  # fmt: skip
    """What stays at its agreed price, then what is added at today's: in the same line where both are equal and no
    promotion made the old one so, which the new pieces never had."""
    priced = {line.variant_id: line for line in quoted.lines if line.variant_id} if quoted else {}
    goods = [
        replace(line, rate=priced[line.variant_id].vat_rate_bp)
        if line.variant_id in moving and line.variant_id in priced
        else line
        for line in kept
    ]
    position = order.next_position
    for variant_id, pieces in extra.items():
        line = priced[variant_id]
        for place, old in enumerate(goods):
            same = (old.variant_id, old.unit, old.rate) == (variant_id, line.unit.minor, line.vat_rate_bp)
            if same and not sums.is_promoted([old]):
                goods[place] = sums.resized(old, old.quantity + pieces)
                break
        else:
            item = items[variant_id]
            goods.append(
                Line(
                    position=position, kind=sums.GOODS, variant_id=variant_id, sku=item.sku, name=dict(item.name),
                    options=[{"label": dict(o.label), "text": dict(o.text)} for o in item.options], quantity=pieces,
                    unit=line.unit.minor, total=line.total.minor, rate=line.vat_rate_bp, vat=line.vat.minor,
                    reasons=sums.told_reasons(line), exclusion=item.exclusion,
                    nature=item.nature,
                )
            )  # fmt: skip
            position += 1
    return goods


def _left(held: Sequence[Allocation], order: Stored, kept: Sequence[Line]) -> tuple[Allocation, ...]:
    """What the places keep when pieces are only given up: the places that have most of them keep theirs."""
    wanted: Counter[UUID] = Counter()
    for line in kept:
        if line.variant_id:
            wanted[line.variant_id] += line.quantity
    found = []
    for part in sorted(held, key=lambda part: -part.quantity):
        pieces = min(part.quantity, wanted[part.variant_id])
        if pieces:
            wanted[part.variant_id] -= pieces
            found.append(replace(part, quantity=pieces))
    return tuple(found)
