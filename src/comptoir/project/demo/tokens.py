"""Gift cards of the demo house: one product, three amounts, drawn as an envelope. Texts and data are CC0 1.0."""

from __future__ import annotations

from datetime import datetime

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeDraft, CategoryDraft, OwnPicture, ProductDraft, VariantDraft
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet
from comptoir.project import founding
from comptoir.project.demo.drawn import views

CODE = "carte-cadeau"
AMOUNTS = (25, 50, 100)
NAME = Localised(fr="Carte cadeau Coste", en="Coste gift card")
TEXT = Localised(
    fr="Un montant à dépenser chez nous, en ligne, en une fois ou en plusieurs. Le code vient par e-mail une fois la"
    " commande payée, au plus tard le jour annoncé ici\u202f: rien ne voyage par la poste. La TVA n’est pas comptée"
    " ici\u202f: elle l’est sur ce que la carte achète.",
    en="An amount to spend with us online, at once or little by little. The code comes by e-mail once the order is"
    " paid, at the latest on the day told here: nothing travels by post. No VAT is counted here: it is on what the card"
    " buys.",
)
LABEL = Localised(fr="Montant", en="Amount")
ALTS = (
    Localised(fr="Une carte cadeau à demi sortie de son enveloppe", en="A gift card half out of its envelope"),
    Localised(fr="De près : un bol imprimé sur fond ocre", en="From near: a bowl printed on ochre"),
    Localised(fr="La carte dans son enveloppe, sur une table", en="The card in its envelope, on a table"),
)


def set_out(opened: datetime) -> None:
    """What is there is left as the merchant changed it. Nobody counts them: they come by mail."""
    who = founding.origin()
    is_new = not catalog.products_called([CODE])
    made = catalog.upsert_products([_draft()], market=founding.MARKET, origin=who, now=opened)
    if is_new:
        prices = [
            PriceToSet(variant_id=made.variant_ids[_code(amount)], amount=Money(amount * 100, "EUR"))
            for amount in AMOUNTS
        ]
        pricing.set_prices(prices, market=founding.MARKET, origin=who, now=opened)
    product = made.product_ids[CODE]
    if not catalog.products([product])[product].pictures:
        shot = views.Picture(family="card", colour="#c4913a", unit=18, seed=CODE, more={}, place="")
        drawn = zip((views.front, views.detail, views.in_use), ALTS, strict=True)
        pictures = [OwnPicture(product_id=product, content=draw(shot).encode(), alt=alt) for draw, alt in drawn]
        catalog.keep_pictures(pictures, origin=who, now=opened)


def _draft() -> ProductDraft:
    home = Localised(fr="Cartes cadeaux", en="Gift cards")
    return ProductDraft(
        external_id=CODE, name=NAME, description=TEXT, brand=founding.NAME, category=CategoryDraft(names=(home,)),
        tax_category="zero", nature=catalog.GIFT_CARD, variants=tuple(_variant(amount) for amount in AMOUNTS),
    )  # fmt: skip


def _variant(amount: int) -> VariantDraft:
    value = {"fr": f"{amount}\u202f€", "en": f"€{amount}"}
    option = AttributeDraft(code="amount", label=LABEL, kind="text", value=value)
    return VariantDraft(external_id=_code(amount), sku=_code(amount).upper(), weight_g=20, options=(option,))


def _code(amount: int) -> str:
    return f"{CODE}-{amount}"
