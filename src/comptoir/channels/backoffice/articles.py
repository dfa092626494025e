"""Articles and places as people type and scan them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import access
from comptoir.kit.refusals import Invalid
from comptoir.org import facade as org


def called(code: str, field: str = "sku") -> UUID:
    """The variant with this SKU, bar code or external id. Refuses Invalid (`field`)."""
    found = catalog.find_variants([code]).get(code)
    if found is None:
        raise Invalid({field: _("No variant has this SKU.")})
    return found


def listed(text: str, field: str = "lines") -> dict[UUID, int]:
    """Lines of a code and a number of pieces (1 without a number), added up. Refuses Invalid (`field`)."""
    found: dict[UUID, int] = {}
    for line in filter(str.strip, text.splitlines()):
        code, _space, last = line.strip().rpartition(" ")
        code, pieces = (code.strip(), int(last)) if code and last.isdecimal() else (line.strip(), 1)
        variant_id = catalog.find_variants([code]).get(code)
        if variant_id is None:
            raise Invalid({field: _("No variant is called “%(code)s”.") % {"code": code}})
        found[variant_id] = found.get(variant_id, 0) + pieces
    return found


def names(variant_ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """SKU and product of each variant, in the language of the person at the screen."""
    found = catalog.variant_names(variant_ids)
    return {key: (name.sku, name.name.read(access.locale())) for key, name in found.items()}


def place_names() -> dict[UUID, str]:
    return {place.id: place.name.read(access.locale()) for place in org.places()}
