"""Which variant: its options as links, and a size that is the person's to choose."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from comptoir.catalog import facade as catalog
from comptoir.offers.contracts import VariantOffer

COLOUR = "colour"  # the code of the option that is shown with dots


@dataclass(frozen=True, slots=True)
class Choice:
    """`groups` are the options, each value a link. `size` is the choice of a size that is left open: what it is called,
    the size that the page shows meanwhile, and its place on the page; `sizes` are then those of the colour shown.
    `priced` has the price that is said, `price_from` when other sizes cost more."""

    groups: list[dict[str, Any]]
    size: dict[str, str] | None
    priced: VariantOffer | None
    price_from: bool
    sizes: Sequence[VariantOffer] = ()


def choice(
    offers: Sequence[VariantOffer], chosen: VariantOffer | None, href: str, locale: str, *, worn: Collection[str]
) -> Choice:
    """`worn` are the sizes that a person has, where nobody chose one yet: while something can be bought, they are asked
    for theirs. Empty leaves what is `chosen` chosen."""
    code = _code_of(worn, offers, locale) if chosen and any(_can_buy(offer) for offer in offers) else ""
    groups = _options(offers, chosen, href, locale, left_open=code)
    if not code or chosen is None:
        return Choice(groups=groups, size=None, priced=chosen, price_from=chosen is None)
    place = next(place for place, group in enumerate(groups, start=1) if group["code"] == code)
    size = {
        "name": groups[place - 1]["name"], "anchor": f"option-{place}", "shown": _texts(chosen, locale).get(code, ""),
    }  # fmt: skip
    others = {key: text for key, text in _texts(chosen, locale).items() if key != code}
    alike = [offer for offer in offers if offer.price and others.items() <= _texts(offer, locale).items()]
    prices = sorted({offer.price.minor for offer in alike if offer.price})
    priced = next((offer for offer in alike if offer.price and offer.price.minor == prices[0]), chosen)
    return Choice(groups=groups, size=size, priced=priced, price_from=len(prices) > 1, sizes=alike)


def _can_buy(offer: VariantOffer) -> bool:
    return offer.price is not None and offer.availability.pieces > 0


def _texts(offer: VariantOffer, locale: str) -> dict[str, str]:
    return {value.code: value.text.told(locale) for value in offer.options}


def _code_of(worn: Collection[str], offers: Sequence[VariantOffer], locale: str) -> str:
    """The option, other than a colour, of which some value is one of these and that leaves a choice; empty for none."""
    told: dict[str, set[str]] = {}
    for offer in offers:
        for code, text in _texts(offer, locale).items():
            told.setdefault(code, set()).add(text)
    return next((code for code, of in told.items() if code != COLOUR and len(of) > 1 and not of.isdisjoint(worn)), "")


def _options(
    offers: Sequence[VariantOffer], chosen: VariantOffer | None, href: str, locale: str, *, left_open: str
) -> list[dict[str, Any]]:
    """One group per option; each value leads to the variant nearest to the other choices."""
    groups: dict[str, dict[str, Any]] = {}
    picked = _texts(chosen, locale) if chosen else {}
    picked.pop(left_open, "")
    for offer in offers:
        for value in offer.options:
            group = groups.setdefault(value.code, {"code": value.code, "name": value.label.told(locale), "values": {}})
            group["chosen"] = picked.get(value.code, "")
            group["values"].setdefault(value.text.told(locale), []).append(offer)
    for place, (code, group) in enumerate(groups.items(), start=1):
        asks = "like" if left_open and code != left_open else "sku"  # another colour leaves the size open
        # Where the picture stays, the place on the page may too.
        at = href + "?{}" + ("" if code == COLOUR else f"#option-{place}")
        group["values"] = [
            _value(code, text, having, picked, at, asks, locale) for text, having in group["values"].items()
        ]
    return list(groups.values())


def _value(
    code: str, text: str, having: list[VariantOffer], picked: dict[str, str], at: str, asks: str, locale: str
) -> dict[str, Any]:
    others = {key: value for key, value in picked.items() if key != code}

    def closeness(offer: VariantOffer) -> tuple[int, bool]:
        own = _texts(offer, locale)
        return sum(own.get(key) == value for key, value in others.items()), offer.availability.pieces > 0

    target = max(having, key=closeness)
    return {
        "words": text,
        "shade": catalog.shade(text) if code == COLOUR else "",
        "href": at.format(urlencode({asks: target.sku})),
        "available": target.availability.pieces > 0,
        "current": picked.get(code) == text,
    }
