"""Which column means which field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from comptoir.channels.imports.errors import DuplicateColumns, MissingColumns, NoHeader, UnnamedColumn
from comptoir.channels.imports.rules.texts import one_line
from comptoir.kit.text import fold

REQUIRED = ("id", "title", "price")
# fmt: off
FIELDS = frozenset((
    "id", "sku", "item_group_id", "title", "description", "link", "image_link", "additional_image_link",
    "availability", "availability_date", "quantity", "price", "currency", "sale_price",
    "sale_price_effective_date", "brand", "gtin", "mpn", "condition", "google_product_category",
    "product_type", "color", "size", "material", "pattern", "shipping_weight", "tax_category",
    "identifier_exists", "product_detail", "options", "facts", "title_fr", "title_en", "description_fr",
    "description_en", "nature",
))
# fmt: on
GOOGLE = {
    "title": ("product_title",),
    "quantity": ("sell_on_google_quantity",),
    "shipping_weight": ("product_weight",),
}
CSV = {
    "id": ("identifiant", "reference", "ref", "product_id", "code", "external_id"),
    "sku": ("ugs", "variant_sku"),
    "item_group_id": ("group", "groupe", "parent", "parent_id", "handle"),
    "title": ("name", "nom", "titre", "product_name", "libelle", "designation"),
    "description": ("texte", "body"),
    "link": ("url", "lien", "address", "adresse"),
    "image_link": ("image", "image_url", "photo", "picture"),
    "additional_image_link": ("images", "photos"),
    "availability": ("disponibilite",),
    "quantity": ("stock", "quantite", "qte", "qty", "inventory"),
    "price": ("prix", "tarif", "prix_ttc", "price_incl_tax"),
    "currency": ("devise", "monnaie"),
    "sale_price": ("prix_solde", "prix_promo", "promo_price"),
    "brand": ("marque", "vendor", "manufacturer", "fabricant"),
    "gtin": ("ean", "ean13", "upc", "barcode", "code_barres", "isbn"),
    "mpn": ("reference_fabricant", "manufacturer_reference"),
    "condition": ("etat",),
    "product_type": ("category", "categorie", "categories", "rayon"),
    "color": ("colour", "couleur"),
    "size": ("taille",),
    "material": ("matiere", "matériau", "materiau"),
    "pattern": ("motif",),
    "shipping_weight": ("weight", "poids"),
    "tax_category": ("tva", "tax", "vat_category"),
    "product_detail": ("details",),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Both as long as the header: the field of each column ("" when unknown), and its name as written."""

    fields: tuple[str, ...]
    names: tuple[str, ...]

    def has(self, field: str) -> bool:
        return field in self.fields


def guessed(header: Sequence[str], file_format: str) -> tuple[str, ...]:
    """The field of each column by its name, "" where it is a property of its own; the first of two that mean the
    same. To be looked at by a person: nothing is refused."""
    aliases = _aliases(file_format)
    found: list[str] = []
    for name in header:
        key = _key(one_line(name))
        field = key if key in FIELDS else aliases.get(key, "")
        found.append("" if field in found else field)
    return tuple(found)


def columns(header: Sequence[str], file_format: str, chosen: Sequence[str] = ()) -> Columns:
    """The meaning of the first line for `file_format`, "google" or "csv"; `chosen` is what a person says it is, a field
    or "" for each column.

    Refuses NoHeader, UnnamedColumn, DuplicateColumns, MissingColumns: each for the whole file.
    """
    names = tuple(one_line(cell) for cell in header)
    aliases = _aliases(file_format)
    keys = [_key(name) for name in names]
    fields = [key if key in FIELDS else aliases.get(key, "") for key in keys]
    if len(chosen) == len(names):
        fields = [field if field in FIELDS else "" for field in chosen]
    if not any(fields):
        raise NoHeader(required=", ".join(REQUIRED), found=", ".join(names)[:200] or "-")
    for position, name in enumerate(names, start=1):
        if not name:
            raise UnnamedColumn(position=position)
    meant = [field or key for field, key in zip(fields, keys, strict=True)]
    twice = [name for name, one in zip(names, meant, strict=True) if meant.count(one) > 1]
    if twice:
        raise DuplicateColumns(columns=", ".join(twice))
    if "id" not in fields and "sku" in fields:
        fields[fields.index("sku")] = "id"
    if "title" not in fields and "title_fr" in fields:
        fields[fields.index("title_fr")] = "title"
    missing = [field for field in REQUIRED if field not in fields]
    if missing:
        raise MissingColumns(missing=", ".join(missing))
    return Columns(tuple(fields), names)


def _aliases(file_format: str) -> dict[str, str]:
    tables = (GOOGLE,) if file_format == "google" else (GOOGLE, CSV)
    return {_key(alias): field for table in tables for field, others in table.items() for alias in others}


def _key(name: str) -> str:
    """`g:Image Link`, `image-link` and `product_detail(section:name:value)` without what varies."""
    bare = re.sub(r"\(.*\)$", "", fold(name)).strip().removeprefix("g:")
    return re.sub(r"[\s_-]+", "_", bare)
