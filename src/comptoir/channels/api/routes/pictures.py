"""Pictures of products, for programs of the merchant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from ninja import Query, Router, Status

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ArrangedPicture, OwnPicture, VariantName
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.parts import Line, NeededLine
from comptoir.channels.api.schemas.pictures import (
    Alt,
    ArrangeIn,
    FileName,
    MatchIn,
    MatchOut,
    PictureAddedOut,
    PictureOut,
)
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised

router = Router(tags=["catalogue"], auth=Bearer("catalog:write"))
FILE = {"schema": {"type": "string", "format": "binary"}}
LARGEST = 8 * 1024 * 1024
KINDS = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/svg+xml")


@router.get("/pictures", response=list[PictureOut], summary="List the pictures of a product")
def list_pictures(
    request: ApiRequest, product: Annotated[NeededLine, Query(description="its external id")]
) -> list[PictureOut]:
    """Those of the product as such first, then those of its variants, each in their order."""
    return _pictures(_product(product))


@router.post("/pictures/match", response=list[MatchOut], summary="See whose pictures are by their names")
def match_pictures(request: ApiRequest, body: MatchIn) -> list[MatchOut]:
    """Product number, article number, external id or bar code; a number behind it is the place. Changes nothing."""
    found = catalog.match_pictures(body.names)
    named = catalog.summaries([one.product_id for one in found if one.product_id])
    products = {one.id: one.external_id for one in named.values()}
    variants = catalog.variant_names({one.variant_id for one in found if one.variant_id})
    return [MatchOut.of(one, products, variants) for one in found]


@router.post(
    "/pictures",
    response={201: PictureAddedOut},
    summary="Add a picture",
    openapi_extra={"requestBody": {"required": True, "content": dict.fromkeys(KINDS, FILE)}},
)
def add_picture(
    request: ApiRequest,
    key: Key,
    name: Annotated[FileName, Query(description="of the file; whose it is and its place follow from it")],
    owner: Annotated[Line, Query("", description="product or article number, where the name does not say it")],
    alt_fr: Annotated[Alt, Query("", description="what it shows, in French")],
    alt_en: Annotated[Alt, Query("", description="what it shows, in English")],
) -> Status[PictureAddedOut]:
    """The file is the body: JPEG, PNG, WebP, GIF or SVG, 8 MB at most. The same again is the one that there is."""
    content = request.read(LARGEST + 1)  # not `body`: that ends at what fits into memory for forms
    call = once(request, key, content + b"\n" + request.META.get("QUERY_STRING", "").encode())
    by_name = catalog.match_pictures([name])[0]
    found = catalog.match_pictures([owner])[0] if owner else by_name
    if found.product_id is None:
        raise Invalid({"owner" if owner else "name": "not_a_choice"})
    alt = Localised(fr=alt_fr.strip(), en=alt_en.strip())
    picture = OwnPicture(product_id=found.product_id, variant_id=found.variant_id, content=content, alt=alt)
    context = request.context
    made = catalog.add_picture(
        picture, place=by_name.place, origin=context.origin(), now=context.now, idempotency_key=call
    )
    external = catalog.summaries([found.product_id])[found.product_id].external_id
    return Status(201, PictureAddedOut(id=made, product=external))


@router.put("/pictures", response=list[PictureOut], summary="Put pictures in order, with their texts")
def arrange_pictures(request: ApiRequest, body: ArrangeIn, key: Key) -> list[PictureOut]:
    """What is not named stays behind them; those in `removed` are taken off."""
    call, context = once(request, key, body), request.context
    product_id = _product(body.product)
    catalog.arrange_pictures(
        product_id, [ArrangedPicture(id=one.id, alt=one.alt()) for one in body.pictures], removed=body.removed,
        origin=context.origin(), now=context.now, idempotency_key=call,
    )  # fmt: skip
    return _pictures(product_id)


def _pictures(product_id: UUID) -> list[PictureOut]:
    found = catalog.kept_pictures(product_id)
    variants = _names(one.variant_id for one in found)
    return [PictureOut.of(one, variants) for one in found]


def _names(ids: Iterable[UUID | None]) -> dict[UUID, VariantName]:
    return catalog.variant_names({one for one in ids if one})


def _product(external_id: str) -> UUID:
    found = catalog.products_called([external_id]).get(external_id)
    if found is None:
        raise NotFound()
    return found
