"""What a product lacks, channel by channel, and where each thing is given for this very product."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from comptoir.catalog import facade as catalog

GOOD = 90  # points of completeness
# Pages of their own where a thing that lacks is given; all else is a field of the product's form.
MENDED = {"pictures": ("pictures", ""), "properties": ("properties", ""), "gtins": ("properties", "#gtins")}


def complete(product_id: UUID, may_mend: bool) -> list[tuple[str, str, int, list[tuple[str, str]]]]:
    """By channel: its name, how it stands, the points, and what lacks with where it is mended."""
    return [
        (
            str(catalog.CHANNELS[one.channel]), standing(one.score), one.score,
            [
                (str(reason), _mended(product_id, code) if may_mend else "")
                for code, reason in catalog.reasons(one.missing).items()
            ],
        )
        for one in catalog.completeness([product_id]).get(product_id, ())
    ]  # fmt: skip


def standing(score: int) -> str:
    """A state whose dot says how bad it is."""
    return "available" if score >= GOOD else "low" if score >= catalog.POOR else "short"


def _mended(product_id: UUID, code: str) -> str:
    field = catalog.FIELDS.get(code, "")
    if field == "weight":
        return f"{reverse('products:sheet')}?pk={product_id}"
    if field in MENDED:
        page, place = MENDED[field]
        return reverse(f"products:{page}", args=(product_id,)) + place
    return f"{reverse('products:edit', args=(product_id,))}#id_{field}" if field else ""
