"""Properties of products and GTINs of their variants, for programs of the merchant."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import VariantGtins
from comptoir.channels.api import goods
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.parts import NeededLine
from comptoir.channels.api.schemas.properties import PropertiesIn, PropertiesOut
from comptoir.kit.refusals import NotFound

router = Router(tags=["catalogue"], auth=Bearer("catalog:write"))
External = Annotated[NeededLine, Query(description="its external id")]


@router.get("/properties", response=PropertiesOut, summary="Read the properties and GTINs of a product")
def read_properties(request: ApiRequest, product: External) -> PropertiesOut:
    """In both languages, with the GTINs of its variants, also of those that are no longer sold."""
    return _told(product)


@router.put("/properties", response=PropertiesOut, summary="Set the properties and GTINs of a product")
def set_properties(request: ApiRequest, body: PropertiesIn, key: Key) -> PropertiesOut:
    """All or nothing. A GTIN has 8, 12, 13 or 14 digits and is kept with 14; one that another variant has is refused.
    `properties.0.name`, `gtins.0.1` and the like name what is wrong, counted from 0."""
    call, context = once(request, key, body), request.context
    product_id = _product(body.product)
    found = goods.articles([one.article for one in body.gtins], "gtins")
    catalog.set_properties(
        product_id,
        None if body.properties is None else [one.property() for one in body.properties],
        gtins=[VariantGtins(variant_id=found[one.article], gtins=tuple(one.gtins)) for one in body.gtins],
        version=body.version, same_by_code=True, origin=context.origin(), now=context.now, idempotency_key=call,
    )  # fmt: skip
    return _told(body.product)


def _product(external_id: str) -> UUID:
    found = catalog.products_called([external_id]).get(external_id)
    if found is None:
        raise NotFound()
    return found


def _told(external_id: str) -> PropertiesOut:
    product_id = _product(external_id)
    record = catalog.products([product_id])[product_id]
    return PropertiesOut.of(external_id, catalog.kept_properties(product_id), record.variants)
