"""The small world that tests share: a shop, three products, two people, two places."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from uuid import UUID, uuid4

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeDraft, CategoryDraft, ProductDraft, VariantDraft
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.org import facade as org
from comptoir.org.contracts import ShopperContext
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet
from comptoir.project import founding

PASSWORD = "a password of tests"
STAFF = "staff@example.com"
SHOPPER = "camille@example.com"

# SKU → cents, pieces in the warehouse, pieces in the shop
GOODS = {
    "BOWL-OCHRE": (2400, 10, 2),
    "BOWL-BLUE": (2600, 1, 0),
    "THROW": (14900, 5, 0),
    "BOOK": (2500, 8, 3),
}


def make(now: datetime) -> None:
    """Fill an empty database, by the rooms' public verbs."""
    founding.found_house(now)
    warehouse = founding.open_warehouse(now)
    shop = founding.open_shop(
        now,
        code="paris-11",
        city="Paris 11e",
        street="14 rue de la Folie-Méricourt",
        postcode="75011",
        position=1,
    )
    who = founding.origin()
    org.open_account(
        email=STAFF, password=PASSWORD, name="Sam", roles=("administrator",), origin=who, now=now
    )
    org.open_account(email=SHOPPER, password=PASSWORD, name="Camille Roux", origin=who, now=now)
    ids = catalog.upsert_products(_drafts(), market=founding.MARKET, origin=who, now=now).variant_ids
    pricing.set_prices(
        [PriceToSet(variant_id=ids[sku], amount=Money(cents, "EUR")) for sku, (cents, _w, _s) in GOODS.items()],
        market=founding.MARKET, origin=who, now=now,
    )  # fmt: skip
    inventory.set_levels(
        [
            Adjustment(variant_id=ids[sku], location_id=place, quantity=pieces)
            for sku, (_cents, here, there) in GOODS.items()
            for place, pieces in ((warehouse.id, here), (shop.id, there))
        ],
        reason="opening", origin=who, now=now,
    )  # fmt: skip


def read(now: datetime) -> SimpleNamespace:
    """What tests need to name: ids of variants by SKU, the places, and a shopper's context at `now`."""
    places = {place.code: place for place in org.places()}
    storefront = org.storefront(None)
    return SimpleNamespace(
        now=now,
        variants=dict(sql.rows("SELECT sku, id FROM catalog_variant")),
        products=dict(sql.rows("SELECT external_id, id FROM catalog_product")),
        accounts=dict(sql.rows("SELECT email, id FROM org_account")),
        warehouse=places[founding.WAREHOUSE],
        shop=places["paris-11"],
        storefront=storefront,
        password=PASSWORD,
        context=context(now),
    )


def context(now: datetime, *, customer_id: UUID | None = None, locale: str = "fr") -> ShopperContext:
    storefront = org.storefront(None)
    return ShopperContext(
        market=storefront.market, storefront=storefront.code, locale=locale, channel="web",
        actor=f"customer:{customer_id}" if customer_id else "guest", correlation=uuid4(), now=now,
        customer_id=customer_id,
    )  # fmt: skip


def _drafts() -> list[ProductDraft]:
    table = CategoryDraft(names=(Localised(fr="Maison", en="Home"), Localised(fr="Table", en="Tableware")))
    textile = CategoryDraft(names=(Localised(fr="Maison", en="Home"), Localised(fr="Textile", en="Textiles")))
    return [
        ProductDraft(
            external_id="bowl", name=Localised(fr="Bol Matin", en="Morning bowl"), brand=founding.NAME, category=table,
            description=Localised(fr="Tourné à la main, en grès.", en="Thrown by hand, in stoneware."),
            attributes=(
                AttributeDraft(
                    code="contenance", label=Localised(fr="Contenance", en="Capacity"), kind="number",
                    value={"value": 45, "unit": "cl"}, unit="cl",
                ),
            ),
            variants=(_variant("BOWL-OCHRE", 420, "Ocre", "Ochre"), _variant("BOWL-BLUE", 420, "Bleu", "Blue")),
        ),
        ProductDraft(
            external_id="throw", name=Localised(fr="Plaid du Plateau", en="Plateau throw"), brand=founding.NAME,
            description=Localised(fr="Laine cardée, tissée lourd.", en="Carded wool, heavily woven."),
            category=textile, variants=(VariantDraft(external_id="THROW", sku="THROW", weight_g=1600),),
        ),
        ProductDraft(
            external_id="book", name=Localised(fr="Cahier de table", en="Table notebook"), brand=founding.NAME,
            description=Localised(fr="Soixante recettes.", en="Sixty recipes."), tax_category="reduced",
            category=table, variants=(VariantDraft(external_id="BOOK", sku="BOOK", weight_g=520),),
        ),
    ]  # fmt: skip


def _variant(sku: str, grams: int, fr: str, en: str) -> VariantDraft:
    colour = AttributeDraft(
        code="colour", label=Localised(fr="Couleur", en="Colour"), kind="text", value=Localised(fr=fr, en=en)
    )
    return VariantDraft(external_id=sku, sku=sku, weight_g=grams, options=(colour,))
