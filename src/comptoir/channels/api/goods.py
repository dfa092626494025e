"""Articles and places of a request, as their owners call them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org import facade as org


def articles(codes: Sequence[str], field: str = "article") -> dict[str, UUID]:
    """Variants by external id, article number or bar code. Refuses Invalid (`field`) for an unknown one."""
    found = catalog.find_variants(codes)
    if any(code not in found for code in codes):
        raise Invalid({field: "not_a_choice"})
    return found


def article(code: str) -> UUID:
    """The variant that an address names. Refuses NotFound."""
    found = catalog.find_variants([code]).get(code)
    if found is None:
        raise NotFound()
    return found


def places(codes: Collection[str], field: str = "place") -> dict[str, UUID]:
    """Places by their codes. Refuses Invalid (`field`) for an unknown one."""
    known = {place.code: place.id for place in org.places()}
    if not known.keys() >= set(codes):
        raise Invalid({field: "not_a_choice"})
    return known


def place_codes() -> dict[UUID, str]:
    return {place.id: place.code for place in org.places()}
