"""What search engines ask of structured data, as they document it: Google Search Central, "Merchant listing",
"Product variants", "Breadcrumb", "Organization", "Local business", "Sitelinks search box" (autumn 2026).

REQUIRED by type; one of a tuple is enough. KNOWN are the properties that we use of schema.org's vocabulary 29: a
property that stands elsewhere is a slip of the pen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import Any

THING = {"@type", "@id", "name", "url", "description", "image"}
PRODUCT = THING | {
    "brand", "sku", "gtin", "color", "size", "material", "pattern", "offers", "aggregateRating", "review",
}  # fmt: skip
ORGANISATION = THING | {
    "logo", "legalName", "address", "email", "telephone", "vatID", "taxID", "contactPoint", "hasMerchantReturnPolicy",
    "parentOrganization",
}  # fmt: skip
KNOWN: dict[str, set[str]] = {
    "Product": PRODUCT,
    "ProductGroup": PRODUCT | {"productGroupID", "variesBy", "hasVariant"},
    "Brand": THING,
    "AggregateRating": {"@type", "ratingValue", "reviewCount", "bestRating", "worstRating"},
    "Review": {"@type", "author", "datePublished", "inLanguage", "name", "reviewBody", "reviewRating"},
    "Rating": {"@type", "ratingValue", "bestRating", "worstRating"},
    "Person": THING,
    "Offer": {"@type", "url", "price", "priceCurrency", "priceValidUntil", "availability", "availabilityStarts",
              "itemCondition", "seller", "shippingDetails", "hasMerchantReturnPolicy", "priceSpecification"},
    "UnitPriceSpecification": {"@type", "priceType", "price", "priceCurrency"},
    "OfferShippingDetails": {"@type", "@id", "shippingRate", "shippingDestination", "deliveryTime"},
    "MonetaryAmount": {"@type", "value", "currency"},
    "DefinedRegion": {"@type", "addressCountry"},
    "ShippingDeliveryTime": {"@type", "handlingTime", "transitTime", "cutoffTime"},
    "QuantitativeValue": {"@type", "minValue", "maxValue", "unitCode"},
    "MerchantReturnPolicy": {"@type", "@id", "applicableCountry", "returnPolicyCountry", "returnPolicyCategory",
                             "merchantReturnDays", "returnMethod", "returnFees", "refundType", "itemCondition"},
    "BreadcrumbList": {"@type", "itemListElement"},
    "ItemList": {"@type", "name", "itemListElement"},
    "ListItem": {"@type", "position", "name", "item", "url"},
    "OnlineStore": ORGANISATION,
    "Store": ORGANISATION | {"openingHoursSpecification", "currenciesAccepted"},
    "OpeningHoursSpecification": {"@type", "dayOfWeek", "opens", "closes", "validFrom", "validThrough"},
    "PostalAddress": {"@type", "streetAddress", "postalCode", "addressLocality", "addressCountry"},
    "ContactPoint": {"@type", "contactType", "email", "telephone"},
    "WebSite": THING | {"inLanguage", "publisher", "potentialAction"},
    "SearchAction": {"@type", "target", "query-input"},
    "EntryPoint": {"@type", "urlTemplate"},
}  # fmt: skip
REQUIRED: dict[str, tuple[str | tuple[str, ...], ...]] = {
    "Product": ("name", "offers"),
    "ProductGroup": ("name", "productGroupID", "hasVariant"),
    "Brand": ("name",),
    "AggregateRating": ("ratingValue", "reviewCount"),
    "Review": ("author", "reviewRating"),
    "Rating": ("ratingValue",),
    "Person": ("name",),
    "Offer": ("price", "priceCurrency", "availability", "itemCondition", "url", "hasMerchantReturnPolicy"),
    "UnitPriceSpecification": ("priceType", "price", "priceCurrency"),
    "OfferShippingDetails": ("shippingRate", "shippingDestination", "deliveryTime"),
    "MonetaryAmount": ("value", "currency"),
    "ShippingDeliveryTime": ("handlingTime", "transitTime"),
    "QuantitativeValue": ("minValue", "maxValue"),
    "MerchantReturnPolicy": ("applicableCountry", "returnPolicyCategory"),
    "BreadcrumbList": ("itemListElement",),
    "ItemList": ("itemListElement",),
    "ListItem": ("position", "name"),
    "OnlineStore": ("name", "url", "logo", "address"),
    "Store": ("name", "address", "openingHoursSpecification"),
    "OpeningHoursSpecification": ("opens", "closes", ("dayOfWeek", "validFrom")),
    "WebSite": ("name", "url", "potentialAction"),
    "SearchAction": ("target", "query-input"),
}
ENUMERATED = {
    "availability": {"InStock", "LimitedAvailability", "SoldOut", "PreOrder", "BackOrder"},
    "itemCondition": {"NewCondition"},
    "returnPolicyCategory": {"MerchantReturnFiniteReturnWindow", "MerchantReturnNotPermitted"},
    "returnFees": {"ReturnFeesCustomerResponsibility"},
    "variesBy": {"color", "size", "material", "pattern"},
    "dayOfWeek": {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
}


def wrong(document: dict[str, Any]) -> list[str]:
    """What is wrong with a document, in words; empty when nothing is."""
    nodes = list(_nodes(document["@graph"]))
    ids = {node["@id"] for node in nodes if "@id" in node and "@type" in node}
    found = [] if document["@context"] == "https://schema.org" else ["no context"]
    for node in nodes:
        if "@type" not in node:
            # The shop itself stands on the home page; others refer to it there.
            if node["@id"] not in ids and not node["@id"].endswith("/#shop"):
                found.append(f"{node['@id']} is nowhere")
            continue
        found += _of(node)
    return found


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


def _of(node: dict[str, Any]) -> list[str]:
    kind = node["@type"]
    if kind not in KNOWN:
        return [f"{kind} is no type that we know"]
    found = [f"{kind} has no {name}" for name in node if name not in KNOWN[kind]]
    found += [f"{kind}.{name} is empty" for name, value in node.items() if value in ("", [], {}, None)]
    for name in REQUIRED.get(kind, ()):
        if not any(each in node for each in ((name,) if isinstance(name, str) else name)):
            found.append(f"{kind} lacks {name}")
    for name, allowed in ENUMERATED.items():
        values = node.get(name, [])
        for value in [values] if isinstance(values, str) else values:
            if value.removeprefix("https://schema.org/") not in allowed or not value.startswith("https://schema.org/"):
                found.append(f"{kind}.{name} is {value}")
    for name, value in node.items():
        texts = value if isinstance(value, list) else [value]
        if name in ("url", "image", "logo") and not all(str(text).startswith("http") for text in texts):
            found.append(f"{kind}.{name} is no whole address: {value}")
    if "price" in node and Decimal(node["price"]) <= 0:
        found.append("a price of nothing")
    if kind == "OpeningHoursSpecification":
        time.fromisoformat(node["opens"])
        date.fromisoformat(node.get("validFrom", "2026-01-01"))
    if kind.endswith("List") and [each["position"] for each in node["itemListElement"]] != _following(node):
        found.append(f"{kind} does not count")
    return found


def _following(node: dict[str, Any]) -> list[int]:
    first = node["itemListElement"][0]["position"]
    return list(range(first, first + len(node["itemListElement"])))
