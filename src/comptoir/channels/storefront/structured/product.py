"""A product and what of it can be bought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeValue, Picture, VariantRecord
from comptoir.channels.storefront.structured import shop
from comptoir.channels.storefront.structured.script import Node
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import MethodInfo
from comptoir.kit.money import Money
from comptoir.offers.contracts import ProductPage, VariantOffer
from comptoir.org.contracts import ShopperContext

STATES = {
    "in_stock": "InStock", "low": "LimitedAvailability", "sold_out": "SoldOut",
    "preorder": "PreOrder", "backorder": "BackOrder",
}  # fmt: skip
# By which options variants may differ for search engines (ProductGroup.variesBy), and how ours are called.
VARIES = {
    "color": catalog.COLOUR_CODES,
    "size": frozenset({"size", "taille", "pointure", "shoe-size", "dimensions", "format"}),
    "material": frozenset({"material", "matiere"}),
    "pattern": frozenset({"pattern", "motif"}),
}
LONGEST = 5_000


def product(
    found: ProductPage, shown: Mapping[str, Any], said: Node, request: HttpRequest, context: ShopperContext
) -> list[Node]:
    """`said` is what `ratings` makes of its reviews.

    ProductGroup with its variants, or Product where there is one; the ways to get it and to give it back."""
    sold = [offer for offer in found.variants if offer.price is not None]
    ways = _ways(found, sold, request, context)
    page = request.build_absolute_uri(shown["href"])
    variants = [_variant(found, offer, ways, page, shown, request, context) for offer in sold]
    nodes = [*{id(way): way for way in ways.values()}.values()]
    returned = [] if shown["exclusion"] else [shop.returns(request, context)]
    if len(variants) == 1:
        return [_described(found, shown, page) | variants[0] | said, *nodes, *returned]
    group: Node = {
        "@type": "ProductGroup",
        "@id": f"{page}#product",
        **_described(found, shown, page),
        "productGroupID": found.product.external_id,
        "variesBy": [f"https://schema.org/{name}" for name in _varies(sold)],
        "image": _images(found.product.pictures, None, request),
        "hasVariant": variants,
        **said,
    }
    return [{key: value for key, value in group.items() if value}, *nodes, *returned]


def _described(found: ProductPage, shown: Mapping[str, Any], page: str) -> Node:
    told: Node = {"name": shown["name"], "url": page, "description": shown["description"][:LONGEST]}
    if found.product.brand:
        told["brand"] = {"@type": "Brand", "name": found.product.brand}
    return {key: value for key, value in told.items() if value}


def _variant(
    found: ProductPage, offer: VariantOffer, ways: Mapping[UUID, Node], page: str, shown: Mapping[str, Any],
    request: HttpRequest, context: ShopperContext,
) -> Node:  # fmt: skip
    assert offer.price is not None
    is_one = len(found.variants) == 1
    values = {value.code: value.text.read(context.locale) for value in offer.options}
    address = page if is_one else f"{page}?{urlencode({'sku': offer.sku})}"
    node: Node = {
        "@type": "Product",
        "@id": f"{page}#{offer.sku}",
        "name": ", ".join([shown["name"], *values.values()]),
        "sku": offer.sku,
        "gtin": offer.gtins[0] if offer.gtins else "",
        "image": _images(found.product.pictures, offer.variant_id, request),
        **{name: text for name, codes in VARIES.items() for code, text in values.items() if code in codes},
        "offers": {
            "@type": "Offer",
            "url": address,
            "price": str(offer.price.decimal),
            "priceCurrency": offer.price.currency,
            "availability": f"https://schema.org/{STATES[offer.availability.state]}",
            "itemCondition": "https://schema.org/NewCondition",
            "seller": {"@id": shop.identity(request, "shop")},
            "hasMerchantReturnPolicy": _returned(shown, request, context),
        },
    }
    if offer.reduced:  # the lowest price of the 30 days before, crossed out
        node["offers"]["priceSpecification"] = {
            "@type": "UnitPriceSpecification",
            "priceType": "https://schema.org/StrikethroughPrice",
            "price": str(offer.reduced.before.decimal),
            "priceCurrency": offer.reduced.before.currency,
        }
    if offer.availability.ready_on and offer.availability.state == "preorder":
        node["offers"]["availabilityStarts"] = offer.availability.ready_on.isoformat()
    if way := ways.get(offer.variant_id):
        node["offers"]["shippingDetails"] = {"@id": way["@id"]}
    return {key: value for key, value in node.items() if value}


def _returned(shown: Mapping[str, Any], request: HttpRequest, context: ShopperContext) -> Node:
    """What the law takes out of the right to withdraw is not given back; all else is."""
    if not shown["exclusion"]:
        return {"@id": shop.identity(request, "returns")}
    return {
        "@type": "MerchantReturnPolicy",
        "applicableCountry": list(context.market.countries),
        "returnPolicyCategory": "https://schema.org/MerchantReturnNotPermitted",
    }


def _images(pictures: Sequence[Picture], variant: UUID | None, request: HttpRequest) -> list[str]:
    """Of the variant, else of the product; a drawing that stands in for a picture is none."""
    kept = [one for one in pictures if one.source]
    own = [one for one in kept if variant and one.variant_id == variant]
    return [
        request.build_absolute_uri(catalog.rendition_address(one.source, "large", "jpg"))
        for one in own or [one for one in kept if one.variant_id is None] or kept[:1]
    ]


def _varies(sold: Sequence[VariantOffer]) -> list[str]:
    codes = {value.code for offer in sold for value in offer.options}
    return [name for name, ours in VARIES.items() if codes & ours]


def varying(options: Sequence[AttributeValue], locale: str) -> dict[str, str]:
    """The options of a variant by the names that search engines have for them."""
    return {
        name: value.text.read(locale) for name, codes in VARIES.items() for value in options if value.code in codes
    }


def _ways(
    found: ProductPage, sold: Sequence[VariantOffer], request: HttpRequest, context: ShopperContext
) -> dict[UUID, Node]:
    """By variant, the cheapest way home to the market's first country; variants of one price share one node. The chosen
    one at what the page says: a promotion may bring it for nothing, which is not known of the others."""
    country = context.market.countries[0]
    said = {option.method: option.charge for option in found.delivery if option.kind == "ship"}
    weights = {record.id: _weight(record) for record in found.product.variants}
    nodes: dict[tuple[UUID, Money], Node] = {}
    ways = {}
    for offer in sold:
        known = [
            (said.get(method.code, charge) if offer is found.chosen else charge, place, method)
            for place, method in enumerate(fulfilment.ways(context))
            for charge in [fulfilment.charge(method, country=country, weight_g=weights[offer.variant_id])]
            if charge is not None
        ]
        if known:
            charge, _place, method = min(known, key=lambda way: (way[0].minor, way[1]))
            node = _way(method, charge, f"#shipping-{len(nodes) + 1}", request, context)
            ways[offer.variant_id] = nodes.setdefault((method.id, charge), node)
    return ways


def _weight(record: VariantRecord) -> int:
    return catalog.DEFAULT_WEIGHT_G if record.weight_g is None else record.weight_g


def _way(method: MethodInfo, charge: Money, name: str, request: HttpRequest, context: ShopperContext) -> Node:
    days = {"@type": "QuantitativeValue", "unitCode": "DAY"}
    return {
        "@type": "OfferShippingDetails",
        "@id": request.build_absolute_uri(f"/{name}"),
        "shippingRate": {"@type": "MonetaryAmount", "value": str(charge.decimal), "currency": charge.currency},
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": context.market.countries[0]},
        "deliveryTime": {
            "@type": "ShippingDeliveryTime",
            "cutoffTime": f"{method.cutoff:%H:%M:%S}",
            "handlingTime": days | {"minValue": 0, "maxValue": 1},
            "transitTime": days | {"minValue": method.days_min, "maxValue": method.days_max},
        },
    }
