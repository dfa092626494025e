"""Who sells, on which site, in which shops."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.http import HttpRequest

from comptoir.channels.storefront import marks
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.structured.script import Node
from comptoir.org import facade as org
from comptoir.org.contracts import LegalEntityInfo, PlaceInfo, ShopperContext

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WITHDRAWAL_DAYS = 14  # Code de la consommation, L221-18


def identity(request: HttpRequest, name: str) -> str:
    """The id of a node that pages refer to: #shop, #site, #returns."""
    return request.build_absolute_uri(f"/#{name}")


def whole(request: HttpRequest, context: ShopperContext) -> list[Node]:
    """What the home page tells: who sells, how things go back, which site this is."""
    return [shop(request, context), returns(request, context), site(request, context)]


def shop(request: HttpRequest, context: ShopperContext) -> Node:
    """OnlineStore with what the law wants a seller to say of itself."""
    seller = org.legal_entity(context.market.legal_entity)
    name = org.storefront(context.storefront).name
    node: Node = {
        "@type": "OnlineStore",
        "@id": identity(request, "shop"),
        "name": name,
        "url": request.build_absolute_uri("/"),
        "logo": request.build_absolute_uri(marks.address("icon-512")),
        "legalName": f"{seller.name} {seller.legal_form}".strip(),
        "address": _address(seller.street, seller.postcode, seller.city, seller.country),
        "email": seller.email,
        "telephone": seller.phone,
        "vatID": seller.vat_number,
        "taxID": seller.siren,
        "contactPoint": _contact(seller),
        "hasMerchantReturnPolicy": {"@id": identity(request, "returns")},
    }
    return {key: value for key, value in node.items() if value}


def _contact(seller: LegalEntityInfo) -> Node | None:
    if not (seller.email or seller.phone):
        return None
    told = {"email": seller.email, "telephone": seller.phone}
    return {"@type": "ContactPoint", "contactType": "customer service"} | {k: v for k, v in told.items() if v}


def returns(request: HttpRequest, context: ShopperContext) -> Node:
    """The right to withdraw, as the page on delivery and returns tells it."""
    seller = org.legal_entity(context.market.legal_entity)
    return {
        "@type": "MerchantReturnPolicy",
        "@id": identity(request, "returns"),
        "applicableCountry": list(context.market.countries),
        "returnPolicyCountry": seller.country,
        "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": WITHDRAWAL_DAYS,
        "returnMethod": ["https://schema.org/ReturnByMail", "https://schema.org/ReturnInStore"],
        "returnFees": "https://schema.org/ReturnFeesCustomerResponsibility",
        "refundType": "https://schema.org/FullRefund",
        "itemCondition": "https://schema.org/NewCondition",
    }


def site(request: HttpRequest, context: ShopperContext) -> Node:
    """WebSite, with the address of its search."""
    searched = request.build_absolute_uri(address("search", context.locale))
    return {
        "@type": "WebSite",
        "@id": identity(request, "site"),
        "name": org.storefront(context.storefront).name,
        "url": request.build_absolute_uri("/"),
        "inLanguage": context.locale,
        "publisher": {"@id": identity(request, "shop")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{searched}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def store(place: PlaceInfo, request: HttpRequest, context: ShopperContext) -> Node:
    """A shop with its usual week and the days that differ."""
    seller = org.legal_entity(context.market.legal_entity)
    page = request.build_absolute_uri(address("shops", context.locale))
    node: Node = {
        "@type": "Store",
        "@id": request.build_absolute_uri(f"/#shop-{place.code}"),
        "name": place.name.read(context.locale),
        "url": f"{page}#{place.code}",
        "image": request.build_absolute_uri(marks.address("icon-512")),
        "address": _address(place.street, place.postcode, place.city, place.country),
        "telephone": seller.phone,
        "parentOrganization": {"@id": identity(request, "shop")},
        "openingHoursSpecification": _hours(place, context.today),
        "currenciesAccepted": context.currency,
    }
    return {key: value for key, value in node.items() if value}


def _hours(place: PlaceInfo, today: date) -> list[Node]:
    usual = [
        _span(start, end) | {"dayOfWeek": f"https://schema.org/{DAYS[day - 1]}"}
        for day, spans in sorted(place.opening.items())
        for start, end in spans
    ]
    closed = dict.fromkeys(place.closed_on, ())
    other = [
        _span(start, end) | {"validFrom": day.isoformat(), "validThrough": day.isoformat()}
        for day, spans in sorted({**closed, **place.special}.items())
        if day >= today
        for start, end in spans or ((time(0), time(0)),)  # from midnight to midnight: closed all day
    ]
    return usual + other


def _span(start: time, end: time) -> Node:
    return {"@type": "OpeningHoursSpecification", "opens": f"{start:%H:%M}", "closes": f"{end:%H:%M}"}


def _address(street: str, postcode: str, city: str, country: str) -> dict[str, Any] | None:
    if not (street and city):
        return None
    return {
        "@type": "PostalAddress", "streetAddress": street, "postalCode": postcode, "addressLocality": city,
        "addressCountry": country,
    }  # fmt: skip
