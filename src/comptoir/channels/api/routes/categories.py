"""In which order categories stand, for programs of the merchant."""

from __future__ import annotations

from ninja import Router

from comptoir.catalog import facade as catalog
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.categories import OrderOfCategoriesIn
from comptoir.channels.api.schemas.parts import CategoryOut
from comptoir.kit.refusals import Invalid, NotFound

router = Router(tags=["catalogue"], auth=Bearer("catalog:write"))


@router.put("/categories/order", response=list[CategoryOut], summary="Put categories into an order")
def order_categories(request: ApiRequest, body: OrderOfCategoriesIn, key: Key) -> list[CategoryOut]:
    """In the menu and in every list of categories; those that are not named follow as they stood. Answers all that are
    just below, also those without products. `categories.N` names a slug that is not just below, counted from 0."""
    call, context = once(request, key, body), request.context
    tree = catalog.every_category()
    named = {node.slug.read(context.locale): node.id for node in tree}
    if body.below and body.below not in named:
        raise NotFound()
    if wrong := {f"categories.{n}": "not_a_choice" for n, slug in enumerate(body.categories) if slug not in named}:
        raise Invalid(wrong)
    below = named[body.below] if body.below else None
    catalog.order_categories(
        below, [named[slug] for slug in body.categories], origin=context.origin(), now=context.now,
        idempotency_key=call,
    )  # fmt: skip
    return [CategoryOut.of(node, context.locale) for node in catalog.every_category() if node.parent_id == below]
