"""In which order categories stand, for programs of the merchant."""

from __future__ import annotations

from ninja import Router

from comptoir.catalog import facade as catalog
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.categories import OrderOfCategoriesIn
from comptoir.channels.api.schemas.parts import CategoryOut

router = Router(tags=["catalogue"], auth=Bearer("catalog:write"))


@router.put("/categories/order", response=list[CategoryOut], summary="Put categories into an order")
def order_categories(request: ApiRequest, body: OrderOfCategoriesIn, key: Key) -> list[CategoryOut]:
    """In the menu and in every list of categories; those that are not named follow as they stood. Answers all that are
    just below, also those without products."""
    call, context = once(request, key, body), request.context
    below = catalog.category_by_slug(body.below, context.locale).id if body.below else None
    catalog.order_categories(
        below, [catalog.category_by_slug(slug, context.locale).id for slug in body.categories],
        origin=context.origin(), now=context.now, idempotency_key=call,
    )  # fmt: skip
    children = [node for node in catalog.every_category() if node.parent_id == below]
    return [CategoryOut.of(node, context.locale) for node in children]
