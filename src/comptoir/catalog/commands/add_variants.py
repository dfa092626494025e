"""A product gets variants beside those that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from comptoir.catalog.commands.steps import names, products, variants
from comptoir.catalog.contracts import ProductDraft, VariantDraft
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import ProductChanged, VariantsAdded
from comptoir.kit import cache, sql
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised

KNOWN = "SELECT external_id, name FROM catalog_product WHERE id = %s"


def add_variants(
    product_id: UUID, drafts: Sequence[VariantDraft], *, origin: Origin, now: datetime
) -> Mapping[str, UUID]:
    """Add these, or bring back those that were retired, in the caller's transaction, which holds `CATALOG`. Answers
    their ids by external id; one that is there as its draft says writes nothing. Refuses NotFound, SkuTaken."""
    found = sql.row(KNOWN, [product_id])
    if found is None:
        raise NotFound()
    draft = ProductDraft(external_id=found[0], name=Localised(found[1]), variants=tuple(drafts), variants_only=True)
    offered = variants.compare([draft], {draft.external_id: product_id})
    names.attributes([draft])
    variants.write(offered, now)
    if offered.touched:
        products.refresh(offered.touched, now)
        written = sorted(variant for variant, _product, _draft in (*offered.fresh, *offered.changed))
        added = VariantsAdded(product_id=product_id, external_id=found[0], variant_ids=written)
        changed = ProductChanged(product_id=product_id, external_id=found[0])
        journal.append(added, changed, origin=origin, occurred_at=now)
        cache.forget()
    return offered.ids
