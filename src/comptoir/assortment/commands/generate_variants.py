"""A product gets the variants that its options make."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.assortment import combining
from comptoir.assortment.contracts import Axis, Choice, Combination, Generated, NewVariant
from comptoir.assortment.errors import VariantsInUse
from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeDraft, ProductRecord, VariantDraft, VariantRecord
from comptoir.inventory import facade as inventory
from comptoir.journal.contracts import Origin
from comptoir.kit import cache, idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org.contracts import MarketInfo
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet

Key = tuple[tuple[str, str], ...]


def foresee_variants(
    product_id: UUID, axes: Sequence[Axis], *, pattern: str = "", price: Money | None = None, market: MarketInfo
) -> list[Combination]:
    """Each combination with its number by `pattern` and `price`, and whether it is there already. Writes nothing.

    Refuses NotFound, and Invalid: no options or more than three, more than 200 variants, a value that is missing, too
    long or there twice, a pattern with a name that there is not.
    """
    pattern = pattern.strip() or combining.usual_pattern(axes)
    if wrong := combining.errors(axes, pattern):
        raise Invalid(wrong)
    record = _record(product_id)
    known, chosen = _known(record), combining.combinations(axes)
    prices = pricing.current([variant.id for variant in known.values()], market=market.code, currency=market.currency)
    numbers = [combining.number(pattern, record.external_id, each) for each in chosen]
    holders = catalog.holders_of_skus(numbers)
    own_ids = _own_ids(record, known, chosen)
    found = []
    for each, sku in zip(chosen, numbers, strict=True):
        mine = known.get(combining.key(each))
        there = mine is not None and mine.active
        own = own_ids[combining.key(each)]
        taken = not there and (holders.get(sku, own) != own or numbers.count(sku) > 1)
        now_at = prices.get(mine.id) if mine and there else None
        found.append(
            Combination(
                choices=each, external_id=own, sku=mine.sku if mine and there else sku,
                price=now_at.amount if now_at else price, variant_id=mine.id if mine else None,
                state="exists" if there else "taken" if taken else "retired" if mine else "new",
            )
        )  # fmt: skip
    return found


def generate_variants(
    product_id: UUID,
    wanted: Sequence[NewVariant],
    *,
    market: str,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> Generated:
    """Make these variants with their prices, all or none, in one transaction. A combination that is there stays as it
    is, one that was retired is sold again; each weighs what the product's first variant does. They have no stock yet.

    Refuses NotFound, SkuTaken, IdempotencyConflict, and Invalid: none or more than 200, two alike, a number that is
    missing or too long.
    """
    _check(wanted)
    with transaction.atomic(durable=True):
        locks.hold(catalog.CATALOG, ("price_list", market))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return Generated(made=_ids(answer["made"]), kept=_ids(answer["kept"]))
        record = _record(product_id)
        known = _known(record)
        weight = next((variant.weight_g for variant in record.variants if variant.active), None)
        own_ids = _own_ids(record, known, [one.choices for one in wanted])
        kept: dict[str, UUID] = {}
        drafts, prices = [], {}
        for one in wanted:
            mine = known.get(combining.key(one.choices))
            if mine is not None and mine.active:
                kept[mine.external_id] = mine.id
                continue
            own = own_ids[combining.key(one.choices)]
            drafts.append(_draft(own, one, mine, weight))
            prices[own] = one.price
        ids = catalog.add_variants(product_id, drafts, origin=origin, now=now)
        made = {draft.external_id: ids[draft.external_id] for draft in drafts}
        to_set = [PriceToSet(variant_id=made[own], amount=price) for own, price in prices.items() if price is not None]
        pricing.set_prices(to_set, market=market, origin=origin, now=now)
        told = {name: {own: str(one) for own, one in given.items()} for name, given in (("made", made), ("kept", kept))}
        idempotency.remember(idempotency_key, told, now)
    cache.forget()
    return Generated(made=made, kept=kept)


def retire_variants(
    variant_ids: Collection[UUID], *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> int:
    """Take variants back of which nothing was ever sold or stocked, all or none; answers how many were sold until now.
    Refuses VariantsInUse, NotFound, IdempotencyConflict."""
    with transaction.atomic(durable=True):
        locks.hold(catalog.CATALOG)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return int(answer["retired"])
        names = catalog.variant_names(variant_ids)
        if not names.keys() >= set(variant_ids):
            raise NotFound()
        if used := inventory.used(variant_ids):
            raise VariantsInUse(skus=", ".join(sorted(names[one].sku for one in used)))
        retired = catalog.retire_variants(variant_ids, origin=origin, now=now)
        idempotency.remember(idempotency_key, {"retired": retired}, now)
    cache.forget()
    return retired


def _check(wanted: Sequence[NewVariant]) -> None:
    keys, numbers = [combining.key(one.choices) for one in wanted], [one.sku.strip() for one in wanted]
    if not 0 < len(wanted) <= combining.MOST_VARIANTS:
        raise Invalid({"axes": "too_many_variants" if wanted else "missing"})
    if not all(keys) or len(set(keys)) < len(keys):
        raise Invalid({"axes": "same_twice"})
    for place, sku in enumerate(numbers):
        if not sku or len(sku) > combining.LONGEST_NUMBER or "\x00" in sku:
            raise Invalid({f"sku.{place}": "too_long" if sku else "missing"})


def _record(product_id: UUID) -> ProductRecord:
    record = catalog.products([product_id]).get(product_id)
    if record is None:
        raise NotFound()
    return record


def _known(record: ProductRecord) -> Mapping[Key, VariantRecord]:
    """Its variants by their options; of two alike the one that is sold."""
    found: dict[Key, VariantRecord] = {}
    for variant in sorted(record.variants, key=lambda one: one.active):
        found[combining.key_of({option.code: option.text.read("fr") for option in variant.options})] = variant
    return found


def _own_ids(
    record: ProductRecord, known: Mapping[Key, VariantRecord], chosen: Sequence[tuple[Choice, ...]]
) -> dict[Key, str]:
    """The external id of each combination: its own, else one that nobody has."""
    offered = {combining.key(each): combining.own_ids(record.external_id, each) for each in chosen}
    taken = catalog.find_variants([first for first, _sure in offered.values()])
    return {
        key: known[key].external_id if key in known else sure if first in taken else first
        for key, (first, sure) in offered.items()
    }


def _draft(own: str, one: NewVariant, mine: VariantRecord | None, weight: int | None) -> VariantDraft:
    return VariantDraft(
        external_id=own, sku=one.sku.strip(), gtins=mine.gtins if mine else (), options=_options(one.choices),
        weight_g=mine.weight_g if mine else weight,
    )  # fmt: skip


def _options(choices: Sequence[Choice]) -> tuple[AttributeDraft, ...]:
    return tuple(
        AttributeDraft(code=one.code, label=one.label, kind="text", value=combining.stored(one)) for one in choices
    )


def _ids(told: Mapping[str, str]) -> dict[str, UUID]:
    return {own: UUID(one) for own, one in told.items()}
