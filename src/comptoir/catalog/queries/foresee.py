"""What an upsert would do, without doing it."""

from __future__ import annotations

from collections.abc import Sequence

from comptoir.catalog.commands.steps import products, variants
from comptoir.catalog.contracts import Foreseen, ProductDraft


def foresee(drafts: Sequence[ProductDraft]) -> Foreseen:
    """How many products `upsert_products` would make, change and leave; three queries. Refuses SkuTaken."""
    wanted = list({draft.external_id: draft for draft in drafts}.values())
    found = products.compare(wanted)
    offered = variants.compare(wanted, found.ids)
    changed = (offered.touched | set(found.changed_ids)) - set(found.fresh_ids)
    return Foreseen(
        created=len(found.fresh), changed=len(changed), unchanged=len(set(found.known_ids) - changed)
    )
