"""Fill the demo shop: goods, prices, stock, pictures, by the rooms' public verbs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeDraft, CategoryDraft, OwnPicture, ProductDraft, VariantDraft
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.org.contracts import PlaceInfo
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet
from comptoir.project import founding
from comptoir.project.demo import album, safety, supply, words
from comptoir.project.demo.goods import Piece, Sold

MENU = ("table", "cuisine", "maison", "sacs-et-petits-cuirs", "chaussures", "mailles", "atelier", "cartes-cadeaux")
AT_ONCE = 20  # products whose pictures go into one transaction


def fill(goods: Sequence[Piece], places: Sequence[PlaceInfo], now: datetime, opened: datetime | None = None) -> None:
    """`goods`, in all places since `opened` (now, when it is None). What is there is left as the merchant changed it;
    what a crash left half filled is filled on."""
    who, opened = founding.origin(), opened or now
    made = catalog.upsert_products([_draft(one) for one in goods], market=founding.MARKET, origin=who, now=opened)
    ids = made.variant_ids
    stocked = {variant for variant, stock in inventory.availability(list(ids.values())).items() if stock}
    new = [sold for one in goods for sold in one.variants if ids[sold.code] not in stocked]
    cents = {sold.code: one.cents for one in goods for sold in one.variants}
    prices = [PriceToSet(variant_id=ids[sold.code], amount=Money(cents[sold.code], "EUR")) for sold in new]
    levels = [
        Adjustment(variant_id=ids[sold.code], location_id=place.id, quantity=count)
        for sold in new
        for place, count in zip(places, sold.pieces, strict=True)
    ]
    pricing.set_prices(prices, market=founding.MARKET, origin=who, now=opened)
    inventory.set_levels(levels, reason="opening", origin=who, now=opened)
    supply.under_way(ids, places, now)
    _hang_pictures(goods, made.product_ids, ids, opened)


def put_in_order(now: datetime) -> None:
    """The menu as the house would have it, unless somebody put it into an order already."""
    roots = {node.slug.read("fr"): node.id for node in catalog.every_category() if node.parent_id is None}
    if list(roots) == sorted(roots):
        listed = [roots[slug] for slug in MENU if slug in roots]
        catalog.order_categories(None, listed, origin=founding.origin(), now=now)


def _hang_pictures(
    goods: Sequence[Piece], products: Mapping[str, UUID], variants: Mapping[str, UUID], now: datetime
) -> None:
    """Draw for each product that has no picture; the first colour stands for the product."""
    known = catalog.products(list(products.values()))
    bare = [one for one in goods if not known[products[one.code]].pictures]
    for start in range(0, len(bare), AT_ONCE):
        some = bare[start : start + AT_ONCE]
        pictures = [shown for one in some for shown in _pictures(one, products[one.code], variants)]
        catalog.keep_pictures(pictures, origin=founding.origin(), now=now)


def _pictures(piece: Piece, product: UUID, variants: Mapping[str, UUID]) -> Iterator[OwnPicture]:
    for place, colour in enumerate(piece.colours or ("",)):
        owners = [variants[sold.code] for sold in piece.variants if sold.colour == colour] if place else [None]
        for shown in album.of(piece, colour):
            for owner in owners:
                yield OwnPicture(product_id=product, variant_id=owner, content=shown.svg.encode(), alt=shown.alt)


def _draft(piece: Piece) -> ProductDraft:
    return ProductDraft(
        external_id=piece.code,
        name=_both(piece.name),
        description=_both(piece.text),
        brand=founding.NAME,
        category=CategoryDraft(names=tuple(_both(name) for name in words.AISLES[piece.aisle])),
        tax_category=piece.tax_category,
        attributes=tuple(_attributes(piece)),
        variants=tuple(_variant(piece, sold) for sold in piece.variants),
    )


def _attributes(piece: Piece) -> Iterator[AttributeDraft]:
    yield _text("matiere", ("Matière", "Material"), words.MATERIALS[piece.material])
    if piece.composition:
        yield _text("composition", ("Composition", "Composition"), words.COMPOSITION[piece.composition])
    for code, value in piece.numbers.items():
        french, english, unit = words.NUMBERS[code]
        yield AttributeDraft(
            code=code, label=_both((french, english)), kind="number", value={"value": value, "unit": unit}, unit=unit
        )
    if piece.care:
        yield _text("entretien", ("Entretien", "Care"), words.CARE[piece.care])
    yield _text("fabrication", ("Fabriqué en", "Made in"), words.PLACES[piece.made])
    yield from safety.ATTRIBUTES
    if piece.care in words.WARNINGS:
        label = ("Avertissements", "Warnings")
        yield _text("safety-warnings", label, words.WARNINGS[piece.care])


def _variant(piece: Piece, sold: Sold) -> VariantDraft:
    options = []
    if sold.colour:
        options.append(_text("colour", ("Couleur", "Colour"), words.COLOURS[sold.colour][:2]))
    if sold.size:
        options.append(_text(piece.size_label, words.SIZE_LABELS[piece.size_label], (sold.size, sold.size)))
    return VariantDraft(external_id=sold.code, sku=sold.code.upper(), weight_g=sold.grams, options=tuple(options))


def _text(code: str, label: words.Pair, value: words.Pair) -> AttributeDraft:
    return AttributeDraft(code=code, label=_both(label), kind="text", value=_both(value))


def _both(pair: words.Pair) -> Localised:
    return Localised(fr=pair[0], en=pair[1])
