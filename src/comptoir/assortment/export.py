"""The assortment as a file: ours, which the importer reads back without a change, Shopify's, and JSON lines. Streamed,
a few hundred products at a time."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any
from uuid import UUID

from django.core.files.storage import default_storage

from comptoir.assortment import workbook
from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeDraft, ExportedProduct, VariantDraft
from comptoir.inventory import facade as inventory
from comptoir.kit.money import Money
from comptoir.kit.sheets import harmless
from comptoir.kit.text import slugify
from comptoir.org.contracts import MarketInfo
from comptoir.pricing import facade as pricing

CHUNK = 200
# Stable: a column is added at the end, never moved or renamed.
OURS = (
    "id", "item_group_id", "sku", "title", "title_fr", "title_en", "description_fr", "description_en", "brand",
    "product_type", "price", "quantity", "gtin", "shipping_weight", "tax_category", "image_link",
    "additional_image_link", "facts", "nature",
)  # fmt: skip
SHOPIFY = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Published", "Option1 Name", "Option1 Value", "Option2 Name",
    "Option2 Value", "Option3 Name", "Option3 Value", "Variant SKU", "Variant Grams", "Variant Inventory Qty",
    "Variant Price", "Variant Barcode", "Image Src", "Image Position",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """What is exported: prices of `market`, pieces on hand at `place`, texts of Shopify's file in `locale`; `address`
    stands before the addresses of our own pictures."""

    market: MarketInfo
    place: UUID
    locale: str
    address: str


@dataclass(frozen=True, slots=True)
class _Chunk:
    products: Sequence[ExportedProduct]
    prices: Mapping[UUID, Money]
    pieces: Mapping[UUID, int]


def export(form: str, source: Source) -> Iterator[str]:
    """Pieces of the file in `form`, a key of FORMS; products in the order of their external ids."""
    head, lines = FORMS[form]
    yield head
    for chunk in _chunks(source):
        yield lines(chunk, source)


def _chunks(source: Source) -> Iterator[_Chunk]:
    last = ""
    while ids := catalog.products_after(last, CHUNK):
        products = catalog.exported(ids)
        variants = [variant for product in products for variant in product.variant_ids.values()]
        prices = pricing.current(variants, market=source.market.code, currency=source.market.currency)
        stock = inventory.availability(variants)
        pieces = {
            variant: place.on_hand
            for variant in variants
            for place in stock.get(variant, ())
            if place.location_id == source.place
        }
        yield _Chunk(products, {variant: price.amount for variant, price in prices.items()}, pieces)
        last = products[-1].draft.external_id


def export_workbook(source: Source) -> IO[bytes]:
    """The same rows as our own CSV, as XLSX in an open file. Refuses TextTooLongForSheet."""
    return workbook.write(OURS, (row for chunk in _chunks(source) for row in _rows(chunk, source)))


def _ours(chunk: _Chunk, source: Source) -> str:
    return _table(_rows(chunk, source))


def _rows(chunk: _Chunk, source: Source) -> list[list[Any]]:
    rows = []
    for product in chunk.products:
        draft = product.draft
        path = [name.read(source.locale) for name in draft.category.names] if draft.category else []
        for one in draft.variants:
            variant = product.variant_ids[one.external_id]
            price = chunk.prices.get(variant)
            alone = len(draft.variants) == 1 and one.external_id == draft.external_id
            rows.append(
                {
                    "id": one.external_id, "item_group_id": "" if alone else draft.external_id, "sku": one.sku,
                    "title": draft.name.read(source.locale), "title_fr": draft.name.get("fr", ""),
                    "title_en": draft.name.get("en", ""), "description_fr": draft.description.get("fr", ""),
                    "description_en": draft.description.get("en", ""), "brand": draft.brand,
                    "product_type": " > ".join(path), "price": f"{price.decimal} {price.currency}" if price else "",
                    "quantity": chunk.pieces.get(variant, ""), "gtin": ",".join(one.gtins),
                    "shipping_weight": f"{one.weight_g} g" if one.weight_g else "", "tax_category": draft.tax_category,
                    "image_link": one.pictures[0] if one.pictures else "",
                    "additional_image_link": ",".join(one.pictures[1:]), "facts": _facts(product, one),
                    "nature": draft.nature or "",
                }
            )  # fmt: skip
    return [[row[column] for column in OURS] for row in rows]


def _facts(product: ExportedProduct, variant: VariantDraft) -> str:
    draft = product.draft
    told = {
        "category": list(draft.category.names) if draft.category else [],
        "attributes": _plain(draft.attributes),
        "options": _plain(variant.options),
        "pictures": list(draft.pictures),
        "size_mm": list(variant.size_mm) if variant.size_mm else None,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _plain(drafts: Sequence[AttributeDraft]) -> list[dict[str, Any]]:
    return [
        {"code": one.code, "label": one.label, "kind": one.kind, "unit": one.unit, "value": one.value} for one in drafts
    ]


def _shopify(chunk: _Chunk, source: Source) -> str:
    """A row for each variant, the first with the product's texts, then a row for each further picture."""
    rows: list[dict[str, Any]] = []
    for product in chunk.products:
        draft, handle = product.draft, slugify(product.draft.external_id)
        pictures = [*draft.pictures, *(source.address + default_storage.url(file) for file in product.files)]
        pictures = list(dict.fromkeys(pictures))
        for place, one in enumerate(draft.variants):
            variant = product.variant_ids[one.external_id]
            price = chunk.prices.get(variant)
            row = {
                "Handle": handle, "Variant SKU": one.sku, "Variant Grams": one.weight_g or "",
                "Variant Inventory Qty": chunk.pieces.get(variant, 0), "Variant Price": price.decimal if price else "",
                "Variant Barcode": one.gtins[0] if one.gtins else "",
            }  # fmt: skip
            for number, option in enumerate(one.options[:3], start=1):
                row[f"Option{number} Name"] = option.label.read(source.locale)
                row[f"Option{number} Value"] = _said(option, source.locale)
            if not one.options:
                row |= {"Option1 Name": "Title", "Option1 Value": "Default Title"}
            if place == 0:
                row |= {
                    "Title": draft.name.read(source.locale), "Vendor": draft.brand, "Published": "TRUE",
                    "Body (HTML)": _paragraphs(draft.description.read(source.locale)),
                    "Type": draft.category.names[-1].read(source.locale) if draft.category else "",
                }  # fmt: skip
                if pictures:
                    row |= {"Image Src": pictures[0], "Image Position": 1}
            rows.append(row)
        rows += [
            {"Handle": handle, "Image Src": picture, "Image Position": number}
            for number, picture in enumerate(pictures[1:], start=2)
            if draft.variants
        ]
    return _table([[row.get(column, "") for column in SHOPIFY] for row in rows])


def _said(option: AttributeDraft, locale: str) -> str:
    value = option.value
    if isinstance(value, dict):
        said = value.get(locale) or value.get("fr") or value.get("en")
        return str(said or f"{value.get('value')} {option.unit}").strip()
    return ", ".join(value) if isinstance(value, list) else str(value)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n") if part.strip())


def _lines(chunk: _Chunk, source: Source) -> str:
    told = []
    for product in chunk.products:
        draft = product.draft
        variants = []
        for one in draft.variants:
            variant = product.variant_ids[one.external_id]
            price = chunk.prices.get(variant)
            variants.append(
                {
                    "id": str(variant), "external_id": one.external_id, "sku": one.sku, "gtins": one.gtins,
                    "options": _plain(one.options), "weight_g": one.weight_g, "size_mm": one.size_mm,
                    "price": {"minor": price.minor, "currency": price.currency} if price else None,
                    "on_hand": chunk.pieces.get(variant, 0), "pictures": one.pictures,
                }
            )  # fmt: skip
        told.append(
            {
                "id": str(product.id), "external_id": draft.external_id, "name": draft.name,
                "description": draft.description, "brand": draft.brand,
                "category": list(draft.category.names) if draft.category else [],
                "tax_category": draft.tax_category, "nature": draft.nature,
                "attributes": _plain(draft.attributes), "pictures": draft.pictures,
                "files": [source.address + default_storage.url(file) for file in product.files], "variants": variants,
            }
        )  # fmt: skip
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in told)


def _table(rows: Sequence[Sequence[Any]]) -> str:
    """RFC 4180. A text that a spreadsheet would take for a formula begins with an apostrophe."""
    text = io.StringIO()
    csv.writer(text).writerows([[harmless(cell) for cell in row] for row in rows])
    return text.getvalue()


Lines = Callable[[_Chunk, Source], str]
FORMS: Mapping[str, tuple[str, Lines]] = {
    "csv": ("\ufeff" + _table([OURS]), _ours),
    "shopify": (_table([SHOPIFY]), _shopify),
    "jsonl": ("", _lines),
}
