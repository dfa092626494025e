"""What goes with a product, and which prices are announced as reduced: for programs of the merchant."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from ninja import Router

from comptoir.catalog import facade as catalog
from comptoir.channels.api import goods
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.selling import (
    ArticlesIn,
    ChangedOut,
    ReductionsIn,
    RelationOut,
    RelationsIn,
    SegmentPricesIn,
)
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import ReductionToAnnounce

router = Router(tags=["selling"])
WRITES_CATALOGUE, WRITES_PRICES = Bearer("catalog:write"), Bearer("prices:write")
RelationKind = Literal["accessory", "goes_with", "replaces"]


@router.get(
    "/relations/{product}", response=list[RelationOut], auth=Bearer("catalog:read"), summary="Read what goes with it"
)
def list_relations(request: ApiRequest, product: str) -> list[RelationOut]:
    """As the merchant set it, by the product's external id. What shoppers see stands in `related` of the product: there
    what is bought together and of the same range joins."""
    return [RelationOut.of(one, request.context.locale) for one in catalog.relations(_called(product))]


@router.put(
    "/relations/{product}/{kind}", response=list[RelationOut], auth=WRITES_CATALOGUE, summary="Set what goes with it"
)
def set_relations(
    request: ApiRequest, product: str, kind: RelationKind, body: RelationsIn, key: Key
) -> list[RelationOut]:
    """The whole list of this kind, in its order."""
    context, call = request.context, once(request, key, body)
    product_id, known = _called(product), catalog.products_called(body.others)
    if any(other not in known for other in body.others):
        raise Invalid({"others": "not_a_choice"})
    catalog.relate(
        product_id, kind, [known[other] for other in body.others], origin=context.origin(), now=context.now,
        idempotency_key=call,
    )  # fmt: skip
    return [RelationOut.of(one, context.locale) for one in catalog.relations(product_id)]


@router.post("/reductions", response=ChangedOut, auth=WRITES_PRICES, summary="Announce reductions")
def announce_reductions(request: ApiRequest, body: ReductionsIn, key: Key) -> ChangedOut:
    """Of prices that were lowered before, in the market of the key's storefront. All or none; refused where the law
    does not allow to call the price reduced (Directive 98/6/EC art. 6a)."""
    context, call = request.context, once(request, key, body)
    found = goods.articles([item.article for item in body.items])
    changed = pricing.announce_reductions(
        [
            ReductionToAnnounce(
                variant_id=found[item.article], reference=item.reference.money() if item.reference else None
            )
            for item in body.items
        ],
        market=context.market.code, currency=context.currency, origin=context.origin(), now=context.now,
        idempotency_key=call,
    )  # fmt: skip
    return ChangedOut(changed=changed)


@router.post("/reductions/end", response=ChangedOut, auth=WRITES_PRICES, summary="End reductions")
def end_reductions(request: ApiRequest, body: ArticlesIn, key: Key) -> ChangedOut:
    """The prices stay as they are, and are no longer called reduced."""
    context, call = request.context, once(request, key, body)
    found = goods.articles(body.articles)
    changed = pricing.end_reductions(
        list(found.values()), market=context.market.code, currency=context.currency, origin=context.origin(),
        now=context.now, idempotency_key=call,
    )  # fmt: skip
    return ChangedOut(changed=changed)


@router.post("/segment-prices", response=ChangedOut, auth=WRITES_PRICES, summary="Set prices for segments")
def set_segment_prices(request: ApiRequest, body: SegmentPricesIn, key: Key) -> ChangedOut:
    """What people of a segment pay, who allow personal use: below the list price, in the market of the key's
    storefront. All or none. Wherever it is shown, it is said that an automated decision set it."""
    context, call = request.context, once(request, key, body)
    found = goods.articles([item.article for item in body.items])
    changed = pricing.set_segment_prices(
        [item.wanted(found[item.article]) for item in body.items], market=context.market.code,
        currency=context.currency, origin=context.origin(), now=context.now, idempotency_key=call,
    )  # fmt: skip
    return ChangedOut(changed=changed)


def _called(external_id: str) -> UUID:
    found = catalog.products_called([external_id]).get(external_id)
    if found is None:
        raise NotFound()
    return found
