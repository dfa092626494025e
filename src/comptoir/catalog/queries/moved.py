"""Where a page is that was somewhere else before."""

from __future__ import annotations

from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised

MOVED = """
SELECT now_at.slug FROM catalog_formeraddress before
JOIN catalog_{kind} now_at ON now_at.id = before.thing_id
WHERE before.kind = %s AND before.locale = %s AND before.slug = %s
"""


def moved(kind: str, slug: str, locale: str) -> Localised:
    """Today's addresses of the product or category (`kind`) that `slug` named before. Refuses NotFound."""
    found = sql.row(MOVED.format(kind=kind), [kind, locale, slug]) if kind in ("product", "category") else None
    if found is None:
        raise NotFound()
    return Localised(found[0])
