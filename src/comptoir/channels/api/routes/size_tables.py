"""Tables of sizes, for programs of the merchant."""

from __future__ import annotations

from uuid import UUID

from ninja import Router, Status

from comptoir.catalog import facade as catalog
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.size_tables import SizeTableIn, SizeTableOut

router = Router(tags=["catalogue"], auth=Bearer("catalog:write"))


@router.get("/size-tables", response=list[SizeTableOut], summary="List tables of sizes")
def list_size_tables(request: ApiRequest) -> list[SizeTableOut]:
    """In the order of the tree."""
    return [SizeTableOut.of(one, request.context.locale) for one in catalog.size_tables()]


@router.put("/size-tables", response=SizeTableOut, summary="Set a table of sizes")
def set_size_table(request: ApiRequest, body: SizeTableIn, key: Key) -> SizeTableOut:
    """For a category and all below it, of a brand or of all, in place of the one before."""
    call, context = once(request, key, body), request.context
    category = catalog.category_by_slug(body.category, context.locale)
    kept = catalog.keep_size_table(
        body.table(category.id), origin=context.origin(), now=context.now, idempotency_key=call
    )
    return next(SizeTableOut.of(one, context.locale) for one in catalog.size_tables() if one.id == kept)


@router.delete("/size-tables/{table_id}", response={204: None}, summary="Take a table of sizes off")
def remove_size_table(request: ApiRequest, table_id: UUID, key: Key) -> Status[None]:
    """Its products show the table of the category above, or none."""
    call, context = once(request, key), request.context
    catalog.remove_size_table(table_id, origin=context.origin(), now=context.now, idempotency_key=call)
    return Status(204, None)
