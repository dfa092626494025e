"""Beside an article: told when it is back, wishes, comparison, what was looked at; by a browser without JavaScript."""

from __future__ import annotations

import re
from types import SimpleNamespace

from django.contrib.auth import get_user_model
from django.test import Client

from comptoir.accounts.testing import log_in
from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeDraft, CategoryDraft, ProductDraft, SizeTable, VariantDraft
from comptoir.customers import facade as customers
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet
from comptoir.project import world as small

THROW = "/fr/produit/plaid-du-plateau/"


def client() -> Client:
    return Client(HTTP_HOST="127.0.0.1", HTTP_SEC_FETCH_SITE="same-origin")


def test_who_waits_is_noted_and_may_end_it_by_a_button_behind_the_link(world: SimpleNamespace) -> None:
    gone = [Adjustment(variant_id=world.variants["THROW"], location_id=world.warehouse.id, quantity=0)]
    inventory.set_levels(gone, reason="damaged", origin=world.context.origin(), now=world.now)
    browser = client()
    page = browser.get(THROW).content.decode()
    assert "Me prévenir dès qu’il est disponible" in page and "Puis l’adresse est oubliée" in page
    asked = {"variant": str(world.variants["THROW"]), "back": THROW, "email": "nobody"}
    wrong = browser.post("/fr/de-retour/", asked, follow=True).content.decode()
    assert "nom@exemple" in wrong or "adresse" in wrong
    assert sql.rows("SELECT count(*) FROM wishes_stockrequest") == [(0,)]
    noted = browser.post("/fr/de-retour/", asked | {"email": "lou@example.com"}, follow=True).content.decode()
    link = re.search(r'href="http://127\.0\.0\.1(/fr/de-retour/[\w-]+/)"', noted)
    assert link
    told = browser.get(link[1]).content.decode()
    assert "Plaid du Plateau" in told and "lou@" not in told
    assert sql.rows("SELECT count(*) FROM wishes_stockrequest") == [(1,)], "mail programs open links"
    browser.post(link[1])
    assert sql.rows("SELECT count(*) FROM wishes_stockrequest") == [(0,)]
    known = client()
    log_in(known, get_user_model().objects.get(email=small.SHOPPER))
    assert f'value="{small.SHOPPER}"' in known.get(THROW).content.decode()


def test_a_known_person_keeps_wishes_and_a_guest_names_their_own(world: SimpleNamespace) -> None:
    book, bowl = str(world.variants["BOOK"]), str(world.variants["BOWL-OCHRE"])
    guest = client()
    assert "Cahier de table" in guest.get(f"/fr/envies/?v={book}&v=nonsense").content.decode()
    assert "Connectez-vous" in guest.post("/fr/envies/changer/", {"variant": book}, follow=True).content.decode()
    browser = client()
    log_in(browser, get_user_model().objects.get(email=small.SHOPPER))
    account = world.accounts[small.SHOPPER]
    customers.join_account(account, email=small.SHOPPER, locale="fr", now=world.now)
    browser.post("/fr/envies/changer/", {"variant": book})
    browser.post("/fr/envies/changer/", {"variant": [book, bowl], "merge": "1"})
    page = browser.get("/fr/envies/").content.decode()
    assert "Cahier de table" in page and "Bol Matin" in page
    shared = browser.post("/fr/envies/changer/", {"share": "1", "variant": [book]}, follow=True).content.decode()
    link = re.search(r'href="http://127\.0\.0\.1(/fr/envies/partage/[\w-]+/)"', shared)
    assert link and "Cahier de table" in guest.get(link[1]).content.decode()
    browser.post("/fr/envies/changer/", {"variant": book, "basket": "1"})
    browser.post("/fr/envies/changer/", {"variant": book, "drop": "1"})
    assert "Cahier de table" in browser.get("/fr/panier/").content.decode()
    assert "Cahier de table" not in browser.get("/fr/envies/").content.decode()


def test_products_stand_side_by_side_and_differences_are_marked(world: SimpleNamespace) -> None:
    page = client().get("/fr/comparer/?p=bowl&p=book&p=%00&p=nothing").content.decode()
    assert page.count('<th scope="col">') == 2 and 'class="differs"' in page
    assert 'href="/fr/comparer/?p=bowl"' in page, "one may be left out"
    assert "hreflang" not in page or "/en/compare/?p=bowl&amp;p=book" in page
    assert client().get("/fr/comparer/").status_code == 200


def test_what_a_browser_names_is_shown_and_nothing_else(world: SimpleNamespace) -> None:
    ids = catalog.products_called(["book", "bowl"])
    part = client().get(f"/fr/vus/?p={ids['book']}&p=x&p={ids['bowl']}").content.decode()
    assert part.index("Cahier de table") < part.index("Bol Matin") and "<html" not in part
    assert client().get("/fr/vus/?p=x").status_code == 302


def test_a_table_of_sizes_stands_where_its_sizes_do_and_leaves_the_choice_open(world: SimpleNamespace) -> None:
    category = catalog.categories(market="fr", now=world.now)[0]
    colours = {"B": Localised(fr="Bleu", en="Blue"), "N": Localised(fr="Noir", en="Black")}
    variants = tuple(_slipper(colour, text, size) for colour, text in colours.items() for size in ("38", "39"))
    slipper = ProductDraft(
        external_id="slipper", name=Localised(fr="Chausson", en="Slipper"), variants=variants,
        category=CategoryDraft(names=(category.name,)),
    )  # fmt: skip
    origin = world.context.origin()
    catalog.upsert_products([slipper], market="fr", origin=origin, now=world.now)
    columns = (Localised(fr="Taille", en="Size"), Localised(fr="Pied", en="Foot"))
    table = SizeTable(category_id=category.id, brand="", columns=columns, rows=(("38", "24"), ("39", "25")))
    catalog.keep_size_table(table, origin=origin, now=world.now)
    page = "/fr/produit/chausson/"
    assert "Quelle est ma taille" not in client().get("/fr/produit/bol-matin/").content.decode()
    sold_out = client().get(page).content.decode()
    assert "Quelle est ma taille" in sold_out and "Choisissez votre pointure" not in sold_out

    ids = {each.sku: each.id for each in catalog.product_by_slug("chausson", "fr").variants}

    def offer(prices: dict[str, int], pieces: dict[str, int]) -> None:
        asked = [PriceToSet(variant_id=ids[sku], amount=Money(minor, "EUR")) for sku, minor in prices.items()]
        pricing.set_prices(asked, market="fr", origin=origin, now=world.now)
        place = world.warehouse.id
        levels = [Adjustment(variant_id=ids[sku], location_id=place, quantity=count) for sku, count in pieces.items()]
        inventory.set_levels(levels, reason="found", origin=origin, now=world.now)

    def read(asked: str = "") -> str:
        return client().get(page + asked).content.decode()

    offer(dict.fromkeys(ids, 2900), dict.fromkeys(ids, 3))
    left = read()
    assert "Choisissez votre pointure" in left and "Ajouter au panier" not in left and "29,00" in left
    assert f'{page}?like=N38"' in left and f'{page}?sku=B39#option-1"' in left
    assert "Choisissez votre pointure" in read("?sku=GONE"), "an old link chooses nothing"
    other = read("?like=N38")
    assert "Choisissez votre pointure" in other and f'{page}?sku=N39#option-1"' in other
    chosen = read("?sku=N39")
    assert "Ajouter au panier" in chosen and "Choisissez votre pointure" not in chosen
    assert "Plus que" in chosen and "Plus que" not in left, "how many are left is said of a size"

    offer({"B39": 3900}, {"N38": 0})
    left = read()
    assert f'{page}?like=N39"' in left and "<small>épuisé" not in left, "a colour is sold out with its last size"
    assert '<span class="was">à partir de' in left.split("product-price")[1], "another size costs more"
    left = read("?like=N38")
    assert "Choisissez votre pointure" in left and "Disponible selon la taille" in left
    assert "Me prévenir" in read("?sku=N38")


def _slipper(colour: str, text: Localised, size: str) -> VariantDraft:
    options = (
        AttributeDraft(code="colour", label=Localised(fr="Couleur", en="Colour"), kind="text", value=text),
        AttributeDraft(code="size", label=Localised(fr="Pointure", en="Size"), kind="text", value=size),
    )
    return VariantDraft(external_id=f"{colour}{size}", sku=f"{colour}{size}", options=options)
