"""Make the demo shop once; say who can log in each time."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.conf import settings

from comptoir.accounts import facade as accounts
from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeDraft, CategoryDraft, ProductDraft, VariantDraft
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.org import facade as org
from comptoir.org.contracts import PlaceInfo
from comptoir.org.errors import AccountExists
from comptoir.payments import facade as payments
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet
from comptoir.project import founding
from comptoir.project.demo import safety, shops, supply, terms
from comptoir.project.demo.goods import COLOURS, MATERIALS, PIECES, Piece

IBAN = "FR76 3000 6000 0112 3456 7890 189"  # the example of the standards: no such account exists
PASSWORD = "comptoir-demo-2026"
PEOPLE = (
    ("admin@example.com", "Anne Coste", "administrator"),
    ("operations@example.com", "Omar Diallo", "operations"),
    ("merchant@example.com", "Maud Lenoir", "merchant"),
    ("boutique@example.com", "Inès Bernard", "associate"),
    ("compta@example.com", "Paul Girard", "accountant"),
    ("lecture@example.com", "Lina Morel", "reader"),
    ("camille@example.com", "Camille Roux", ""),
)
NUMBERS = {
    "contenance": ("Contenance", "Capacity"),
    "diametre": ("Diamètre", "Diameter"),
    "hauteur": ("Hauteur", "Height"),
    "longueur": ("Longueur", "Length"),
    "largeur": ("Largeur", "Width"),
    "duree": ("Durée", "Burning time"),
}


def seed(now: datetime) -> list[str]:
    """Make the shop where it is missing; answers the log-ins, a line each. After a crash at any line it goes on
    where it stopped; goods that are there are left as the merchant changed them."""
    founding.found_house(now)
    warehouse = founding.open_warehouse(now)
    paris = founding.open_shop(
        now,
        code="paris-11",
        city="Paris 11e",
        street="14 rue de la Folie-Méricourt",
        postcode="75011",
        position=1,
    )
    lyon = founding.open_shop(
        now, code="lyon-3", city="Lyon 3e", street="52 rue Paul-Bert", postcode="69003", position=2
    )
    for email, name, role in PEOPLE:
        with suppress(AccountExists):
            roles = (role,) if role else ()
            account_id = org.open_account(
                email=email, password=PASSWORD, name=name, roles=roles, origin=founding.origin(), now=now
            )
            if role:
                accounts.enrol_demo(account_id, secret=settings.DEMO_SECRET, origin=founding.origin(), now=now)
    if payments.bank_account(founding.ENTITY) is None:
        payments.set_bank_account(
            founding.ENTITY, holder="Maison Coste SAS", iban=IBAN, bic="", currency="EUR", origin=founding.origin(),
            now=now,
        )  # fmt: skip
    shops.set_special_hours((paris, lyon), now)
    terms.publish(now)
    _goods((warehouse, paris, lyon), now)
    return [f"{email} / {PASSWORD} ({role or 'shopper'})" for email, _name, role in PEOPLE]


def _goods(places: tuple[PlaceInfo, PlaceInfo, PlaceInfo], now: datetime) -> None:
    who = founding.origin()
    ids = catalog.upsert_products(
        [_draft(piece) for piece in PIECES], market=founding.MARKET, origin=who, now=now
    ).variant_ids
    new = {v for v, stock in inventory.availability(list(ids.values())).items() if not stock}
    new |= set(ids.values()) - set(inventory.availability(list(ids.values())))
    prices, levels = [], []
    for piece in PIECES:
        for value, cents, _grams, *pieces in piece.variants:
            variant_id = ids[_code(piece, value)]
            if variant_id in new:
                prices.append(PriceToSet(variant_id=variant_id, amount=Money(cents, "EUR")))
                levels += [
                    Adjustment(variant_id=variant_id, location_id=place.id, quantity=count)
                    for place, count in zip(places, pieces, strict=True)
                ]
    pricing.set_prices(prices, market=founding.MARKET, origin=who, now=now)
    inventory.set_levels(levels, reason="opening", origin=who, now=now)
    supply.under_way(ids, places, now)


def _draft(piece: Piece) -> ProductDraft:
    attributes = [
        _text("fabrication", ("Fabriqué en", "Made in"), (piece.made_fr, piece.made_en)),
        *([_text("matiere", ("Matière", "Material"), MATERIALS[piece.material])] if piece.material else []),
        *([_text("entretien", ("Entretien", "Care"), piece.care)] if piece.care[0] else []),
        *(
            AttributeDraft(
                code=code, label=Localised(fr=NUMBERS[code][0], en=NUMBERS[code][1]), kind="number",
                value={"value": value, "unit": unit}, unit=unit,
            )
            for code, (value, unit) in piece.numbers.items()
        ),
    ]  # fmt: skip
    return ProductDraft(
        external_id=piece.code,
        name=Localised(fr=piece.fr, en=piece.en),
        description=Localised(fr=piece.text_fr, en=piece.text_en),
        brand=founding.NAME,
        category=CategoryDraft(names=tuple(Localised(fr=fr, en=en) for fr, en in piece.category)),
        tax_category=piece.tax_category,
        attributes=(*attributes, *safety.ATTRIBUTES),
        variants=tuple(
            VariantDraft(
                external_id=_code(piece, value), sku=_code(piece, value).upper(), weight_g=grams,
                options=(_option(piece.option, value),) if value else (),
            )
            for value, _cents, grams, *_pieces in piece.variants
        ),
    )  # fmt: skip


def _code(piece: Piece, value: str) -> str:
    return f"{piece.code}-{value.lower()}" if value else piece.code


def _option(option: str, value: str) -> AttributeDraft:
    if option == "size":
        return _text("size", ("Taille", "Size"), (value, value))
    return _text("colour", ("Couleur", "Colour"), COLOURS[value])


def _text(code: str, label: tuple[str, str], value: tuple[str, str]) -> AttributeDraft:
    return AttributeDraft(
        code=code, label=Localised(fr=label[0], en=label[1]), kind="text",
        value=Localised(fr=value[0], en=value[1]),
    )  # fmt: skip
