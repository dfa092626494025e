"""What products are, and the files of digital ones, for programs of the merchant."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from comptoir.catalog import facade as catalog
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.natures import FileOut, FilesIn, NatureIn, NatureOut
from comptoir.channels.api.schemas.parts import NeededLine
from comptoir.channels.api.schemas.pictures import FileName
from comptoir.downloads import facade as downloads
from comptoir.kit.refusals import NotFound

router = Router(tags=["catalogue"], auth=Bearer("catalog:write"))
FILE = {"schema": {"type": "string", "format": "binary"}}
External = Annotated[NeededLine, Query(description="its external id")]


@router.get("/natures", response=NatureOut, summary="Read what a product is")
def read_nature(request: ApiRequest, product: External) -> NatureOut:
    """With its files, where it is a digital good and has some."""
    return _nature(product)


@router.put("/natures", response=NatureOut, summary="Say what a product is")
def set_nature(request: ApiRequest, body: NatureIn, key: Key) -> NatureOut:
    """Only `goods` travel in a parcel. A `service` is marked as done, a `digital` good is downloaded once it is paid, a
    `gift_card` becomes a card worth what it cost, and its VAT category becomes zero."""
    call, context = once(request, key, body), request.context
    catalog.set_nature(
        _product(body.product), nature=body.nature, origin=context.origin(), now=context.now, idempotency_key=call
    )
    return _nature(body.product)


@router.put(
    "/files",
    response=NatureOut,
    summary="Give a digital good a file",
    openapi_extra={"requestBody": {"required": True, "content": dict.fromkeys(downloads.KINDS.values(), FILE)}},
)
def keep_file(
    request: ApiRequest,
    key: Key,
    product: External,
    name: Annotated[FileName, Query(description="as its buyers see it")],
) -> NatureOut:
    """The file is the body: PDF, EPUB, ZIP or MP3, 50 MB at most. It takes the place of the product's file of this
    name, also for those who bought it then, or stands behind the others, of which there are 20 at most."""
    content = request.read(downloads.LARGEST + 1)  # not `body`: that ends at what fits into memory for forms
    call = once(request, key, content + b"\n" + request.META.get("QUERY_STRING", "").encode())
    context = request.context
    downloads.keep_file(
        _product(product), name=name, content=content, origin=context.origin(), now=context.now, idempotency_key=call
    )
    return _nature(product)


@router.put("/files/order", response=NatureOut, summary="Put the files of a digital good in order, or remove some")
def arrange_files(request: ApiRequest, body: FilesIn, key: Key) -> NatureOut:
    """What is removed can no longer be downloaded by those who bought it either."""
    call, context = once(request, key, body), request.context
    downloads.arrange_files(
        _product(body.product), body.files, removed=body.removed, origin=context.origin(), now=context.now,
        idempotency_key=call,
    )  # fmt: skip
    return _nature(body.product)


def _product(external_id: str) -> UUID:
    found = catalog.products_called([external_id]).get(external_id)
    if found is None:
        raise NotFound()
    return found


def _nature(external_id: str) -> NatureOut:
    product_id = _product(external_id)
    product = catalog.products([product_id])[product_id]
    told = [
        FileOut(id=file.id, name=file.name, size=file.size, kept_at=file.kept_at)
        for file in downloads.files_of(product_id)
    ]
    return NatureOut(
        product=external_id, nature=product.nature, travels=catalog.travels(product.nature),
        tax_category=product.tax_category, file=told[0] if told else None,
        files=told,
    )  # fmt: skip
