"""The merchant says by hand what a product's properties are, and which trade item numbers its variants have."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog.commands.steps import names, products
from comptoir.catalog.commands.steps.variants import ADD_GTINS, DROP_GTINS
from comptoir.catalog.contracts import AttributeDraft, ProductDraft, Property, VariantGtins
from comptoir.catalog.errors import PropertiesChangedMeanwhile
from comptoir.catalog.gtin import canonical_gtin, gtin_fault
from comptoir.catalog.locking import CATALOG
from comptoir.catalog.properties import Read, codes_wanted, read
from comptoir.catalog.queries.properties import Stated, called, defined, stated
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import ProductChanged
from comptoir.kit import cache, idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import Localised

MOST_GTINS = 20  # of one variant
HELD = "SELECT gtin, variant_id FROM catalog_variantgtin WHERE gtin = ANY(%s)"
SET = "UPDATE catalog_product SET attributes = %s::jsonb WHERE id = %s"
NAME = "UPDATE catalog_attribute SET label = %s::jsonb || label WHERE code = %s"
TOUCH = "UPDATE catalog_variant SET changed_at = %s WHERE id = ANY(%s)"


def set_properties(
    product_id: UUID,
    properties: Sequence[Property] | None,
    *,
    gtins: Sequence[VariantGtins] = (),
    origin: Origin,
    now: datetime,
    version: str | None = None,
    same_by_code: bool = False,
    idempotency_key: IdempotencyKey | None = None,
) -> bool:
    """These and no others are its properties, or all stay (None); variants that are not named keep their numbers. With
    `version` only where nobody changed either since (`kept_properties`). Answers whether anything changed.

    A property without a code is the one that is called so in either language, else a new one, of texts; a language that
    its name lacked is added, for all products. A new name that makes the code of another property (“Colour!” that of
    “Colour”) is refused; with `same_by_code` it means that one, which keeps its name. A number, yes or no and several
    of a list are read as such. As with every edit by hand, an import leaves it alone until the merchant's own file
    changes the product or variant.

    Refuses NotFound, PropertiesChangedMeanwhile, IdempotencyConflict, and Invalid: `properties` (too_many),
    `properties.N.name` (missing, too_long, same_twice; not_a_choice: not of this code; taken: the code that it makes
    is another property's), `properties.N.value` (missing, too_long, not of its kind), `gtins.N` (no variant of it,
    too_many), `gtins.N.M` (not_a_gtin, same_twice; taken: it is another variant's), counted from 0. Numbers that a
    variant has already are not asked who else has them.
    """
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return bool(answer["changed"])
        kept = stated(product_id)
        if version is not None and version != kept.version:
            raise PropertiesChangedMeanwhile(version=kept.version, shown=version)
        said = _said(properties, kept, same_by_code)
        numbers, wrong = _numbers(gtins, kept)
        if said.errors or wrong:
            raise Invalid(said.errors | wrong)
        renumbered = {one: own for one, own in numbers.items() if own != kept.gtins[one]}
        changed = said.values != kept.values or bool(renumbered or said.labels)
        idempotency.remember(idempotency_key, {"changed": changed}, now)
        if changed:
            _write(product_id, said, renumbered, now)
            products.refresh([product_id], now)
            word = ProductChanged(product_id=product_id, external_id=kept.external_id)
            journal.append(word, origin=origin, occurred_at=now)
    cache.forget()
    return changed


def _said(properties: Sequence[Property] | None, kept: Stated, same_by_code: bool) -> Read:
    if properties is None:
        return Read(values=kept.values)
    words = {text.strip() for one in properties if not one.code for text in one.name.values()}
    codes = codes_wanted(properties, called(sorted(words), list(kept.values)))
    return read(properties, codes, defined(codes, kept.values), kept.values, same_by_code=same_by_code)


def _numbers(
    given: Sequence[VariantGtins], kept: Stated
) -> tuple[dict[UUID, tuple[str, ...]], dict[str, str]]:
    """The numbers of each variant as they are kept, and what is wrong."""
    wrong: dict[str, str] = {}
    numbers: dict[UUID, tuple[str, ...]] = {}
    places: dict[str, list[tuple[str, UUID]]] = {}
    for place, one in enumerate(given):
        own: list[str] = []
        if one.variant_id not in kept.gtins or one.variant_id in numbers:
            wrong[f"gtins.{place}"] = "same_twice" if one.variant_id in numbers else "not_a_choice"
            continue
        before = kept.gtins[one.variant_id]
        if len(one.gtins) > max(MOST_GTINS, len(before)):
            wrong[f"gtins.{place}"] = "too_many"
        for which, written in enumerate(one.gtins):
            number = canonical_gtin(written)
            if gtin_fault(written) and number not in before:
                wrong[f"gtins.{place}.{which}"] = "not_a_gtin"
                continue
            own.append(number)
            places.setdefault(number, []).append((f"gtins.{place}.{which}", one.variant_id))
        numbers[one.variant_id] = tuple(own)
    holders = _holders(list(places), numbers)
    for number, each in places.items():
        first: dict[UUID, str] = {}
        for at, variant in each:
            first.setdefault(variant, at)
        had = {at for variant, at in first.items() if number in kept.gtins[variant]}
        fresh = [at for at, _variant in each if at not in had]
        wrong |= dict.fromkeys(fresh if had else fresh[1:], "same_twice")
        if not had and number in holders:
            wrong[fresh[0]] = "taken"
    return numbers, wrong


def _holders(wanted: Sequence[str], numbers: Mapping[UUID, Sequence[str]]) -> set[str]:
    """Which of them another variant has, of those that are not given new ones."""
    return {number for number, variant in sql.rows(HELD, [list(wanted)]) if variant not in numbers}


def _write(product_id: UUID, said: Read, renumbered: Mapping[UUID, Sequence[str]], now: datetime) -> None:
    drafts = [
        AttributeDraft(code=code, label=label, kind="text", value=said.values[code])
        for code, label in said.fresh.items()
    ]
    names.attributes([ProductDraft(external_id="", name=Localised(), attributes=tuple(drafts))])
    for code, label in said.labels.items():
        sql.run(NAME, [json.dumps(label, ensure_ascii=False), code])
    sql.run(SET, [json.dumps(said.values, ensure_ascii=False), product_id])
    if renumbered:
        variants = list(renumbered)
        sql.run(DROP_GTINS, [variants])
        pairs = [(variant, number) for variant, own in renumbered.items() for number in own]
        sql.run(ADD_GTINS, [[variant for variant, _number in pairs], [number for _variant, number in pairs]])
        sql.run(TOUCH, [now, variants])
