"""Products as documents of the index."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import tantivy

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ProductRecord
from comptoir.kit import sql
from comptoir.kit.text import Localised
from comptoir.org import facade as org
from comptoir.search.index import shades
from comptoir.search.index.shape import LANGUAGES
from comptoir.search.rules import words

# Views that the rooms below publish. `ahead`: sold before it is here. A product without active variants is not listed.
LISTED = """
SELECT shown.product_id, shown.market, shown.starts_at, shown.ends_at, shown.created_at,
       shown.name_fr_folded, shown.name_en_folded, terms.lowest, terms.here, terms.ahead
FROM catalog_listed shown
JOIN unnest(%(markets)s::text[], %(currencies)s::text[]) AS market(code, currency) ON market.code = shown.market
CROSS JOIN LATERAL (
    SELECT min(price.amount_minor) AS lowest,
           bool_or(EXISTS (SELECT FROM inventory_sellable s
                           WHERE s.variant_id = variant.variant_id AND s.available > 0)) AS here,
           bool_or(EXISTS (SELECT FROM inventory_ahead a
                           WHERE a.variant_id = variant.variant_id AND a.market = shown.market
                             AND least(a.room, a.pieces) > 0)) AS ahead
    FROM catalog_variant_of variant
    LEFT JOIN pricing_listed price ON price.variant_id = variant.variant_id
         AND price.market = shown.market AND price.currency = market.currency
    WHERE variant.product_id = shown.product_id
) terms
WHERE shown.product_id = ANY(%(products)s::uuid[])
"""
KIND_CODES = frozenset({"type", "product-type", "kind"})  # attributes that say what kind of thing a product is
LONGEST_VALUE = 40  # a longer text is nothing to choose by
NEVER = 2**60


@dataclass(frozen=True, slots=True)
class Terms:
    """What changes often about a product in a market. `ahead`: it can be bought only, or also, before it is here."""

    price: int | None
    in_stock: bool
    ahead: bool


@dataclass(frozen=True, slots=True)
class Listing:
    product: UUID
    market: str
    starts_at: datetime
    ends_at: datetime | None
    created_at: datetime
    sorted_as: dict[str, str]
    terms: Terms


def listed(products: Collection[UUID]) -> list[Listing]:
    """Where these products are shown, or will be, and on which terms; one statement."""
    markets = org.markets().values()
    given = {
        "products": list(products),
        "markets": [market.code for market in markets],
        "currencies": [market.currency for market in markets],
    }
    return [
        Listing(row[0], row[1], row[2], row[3], row[4], {"fr": row[5], "en": row[6]},
                Terms(row[7], bool(row[8] or row[9]), bool(row[9])))
        for row in sql.rows(LISTED, given)
    ]  # fmt: skip


def documents(products: Collection[UUID]) -> Iterator[tuple[UUID, tantivy.Document]]:
    """A document for each market in which one of these products is shown."""
    records = catalog.products(list(products))
    parts: dict[UUID, tuple[dict[str, Any], dict[str, dict[str, list[str]]]]] = {}
    for shown in listed(products):
        record = records.get(shown.product)
        if record is None:
            continue
        if shown.product not in parts:
            parts[shown.product] = _texts(record), _facts(record)
        texts, facts = parts[shown.product]
        made = tantivy.Document(**texts, **_numbers(shown), market=shown.market)
        for locale, values in facts.items():
            made.add_json(f"fact_{locale}", json.dumps(values))
        yield shown.product, made


def _numbers(shown: Listing) -> dict[str, Any]:
    numbers: dict[str, Any] = {
        "in_stock": int(shown.terms.in_stock),
        "ahead": int(shown.terms.ahead),
        "created": int(shown.created_at.timestamp() * 1_000_000),
        "starts": int(shown.starts_at.timestamp()),
        "ends": int(shown.ends_at.timestamp()) if shown.ends_at else NEVER,
    }
    if shown.terms.price is not None:
        numbers["price"] = shown.terms.price
    return numbers | {f"sort_{locale}": text for locale, text in shown.sorted_as.items()}


def _texts(record: ProductRecord) -> dict[str, Any]:
    trail = record.category.trail if record.category else ()
    kinds = [value.text for value in record.attributes if value.code in KIND_CODES]
    values = [value.text for value in _values(record)]
    texts: dict[str, Any] = {"product": str(record.id), "fact": sorted({value.code for value in _values(record)})}
    joined: list[str] = []
    for locale in LANGUAGES:
        name = _words(record.name.get(locale, ""), joined)
        texts |= {
            f"name_{locale}": " ".join(name),
            f"pairs_{locale}": " ".join(words.neighbours(name)),
            f"about_{locale}": " ".join(_words(record.description.get(locale, ""), joined)),
            f"kind_{locale}": _all([*(node.name for node in trail), *kinds], locale, joined),
            f"values_{locale}": _all(values, locale, joined),
        }
    terms = _words(" ".join(_terms(record)), joined)
    colours = [value.text for value in _values(record) if value.code in catalog.COLOUR_CODES]
    spelled = [word for text in (*record.name.values(), record.brand) for word in words.plain(text)]
    for named in (*(node.name for node in trail), *colours):
        spelled += [word for text in named.values() for word in words.plain(text)]
    texts["terms"] = " ".join(terms)
    texts["shades"] = " ".join(shades.of(_values(record)))
    texts["joined"] = " ".join(dict.fromkeys(joined))
    texts["words"] = " ".join(dict.fromkeys(word for word in spelled if len(word) > 2 and not word.isdigit()))
    if record.brand:
        texts["brand"] = record.brand
    texts["category"] = [str(node.id) for node in trail]
    return texts


def _words(text: str, joined: list[str]) -> list[str]:
    """The words of a text; other forms of them join `joined`."""
    found: list[str] = []
    for group in words.groups(text):
        found += group.words
        if group.joined:
            joined.append(group.joined)
    return found


def _all(texts: Iterable[Localised], locale: str, joined: list[str]) -> str:
    return " ".join(word for text in texts for word in _words(text.read(locale), joined))


def _terms(record: ProductRecord) -> Iterator[str]:
    """What else a product is found by: brand, ids, article and trade item numbers."""
    yield record.brand
    yield record.external_id
    for value in record.attributes:
        if value.code == "mpn":
            yield str(value.value)
    for variant in record.variants:
        if variant.active:
            yield variant.sku
            yield from (gtin.lstrip("0") for gtin in variant.gtins)


def _values(record: ProductRecord) -> Iterator[Any]:
    """Values of attributes and options that are short enough to be chosen by."""
    every = [*record.attributes, *(option for one in record.variants if one.active for option in one.options)]
    for value in every:
        if value.code != "mpn" and max((len(text) for text in value.text.values()), default=99) <= LONGEST_VALUE:
            yield value


def _facts(record: ProductRecord) -> dict[str, dict[str, list[str]]]:
    """By language: an attribute's code to its values as people read them."""
    facts: dict[str, dict[str, list[str]]] = {locale: {} for locale in LANGUAGES}
    for value in _values(record):
        for locale, known in facts.items():
            texts = known.setdefault(value.code, [])
            text = value.text.read(locale)
            if text and text not in texts:
                texts.append(text)
    return facts
