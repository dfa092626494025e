"""A merchant's file or program says what it sells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from comptoir.catalog.commands.steps import media, names, products, publications, variants
from comptoir.catalog.contracts import ProductDraft, Upserted
from comptoir.catalog.locking import CATALOG
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary.catalog import ProductChanged, ProductCreated, ProductPublished
from comptoir.kit import cache, locks


def upsert_products(
    drafts: Sequence[ProductDraft], *, market: str, origin: Origin, now: datetime, shown: bool = True
) -> Upserted:
    """Make or change products and variants by their external ids, in one transaction: the caller's, who held
    `CATALOG` before anything was written, else one of its own.

    What is as it was is not written and not journaled. A product that was never published in `market` is
    published from `now` on, unless it is not to be `shown` yet; one that was withdrawn stays so. Of drafts with one
    external id the last counts.
    Refuses UnknownMarket, and SkuTaken when an article number belongs to another variant.
    Keep batches at a few hundred: the transaction should last well under a second.
    """
    wanted = list({draft.external_id: draft for draft in drafts}.values())
    joins = connection.in_atomic_block
    with transaction.atomic(durable=not joins):
        if not joins:
            locks.hold(CATALOG)
        found = products.compare(wanted)
        offered = variants.compare(wanted, found.ids)
        fresh = found.fresh_ids if shown else []
        unpublished = publications.missing(found.known_ids, market) if shown else []
        if found.fresh or found.changed:
            made = names.make(found.fresh + found.changed)
            products.insert(found, made, now)
            products.update(found, made, now)
        variants.write(offered, now)
        media.write(found, offered, now)
        changed = (offered.touched | set(found.changed_ids)) - set(found.fresh_ids)
        products.refresh(changed, now)
        publications.insert([*fresh, *unpublished], market, now)
        journal.append(*_words(found, changed, [*fresh, *unpublished], market), origin=origin, occurred_at=now)
    cache.forget()
    return Upserted(
        product_ids=found.ids,
        variant_ids=offered.ids,
        created=len(found.fresh),
        changed=len(changed),
        unchanged=len(set(found.known_ids) - changed),
        touched=frozenset(changed),
    )


def _words(
    found: products.Compared, changed: set[UUID], published: Sequence[UUID], market: str
) -> list[Word]:
    external = {product: external_id for external_id, product in found.ids.items()}
    words: list[Word] = []
    for product in found.fresh_ids:
        words.append(ProductCreated(product_id=product, external_id=external[product]))
    for product in sorted(changed):
        words.append(
            ProductChanged(product_id=product, external_id=external.get(product) or found.name(product))
        )
    for product in published:
        words.append(ProductPublished(product_id=product, market=market))
    return words
