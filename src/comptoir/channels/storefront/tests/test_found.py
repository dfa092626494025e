"""The shop is found: what pages tell machines is right and whole, and what is nobody's business is not listed."""

from __future__ import annotations

import io
import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import OwnPicture
from comptoir.channels.storefront import heads
from comptoir.channels.storefront.structured.script import script
from comptoir.channels.storefront.tests.vocabulary import wrong
from comptoir.checkout.tests.test_promotions import offer
from comptoir.kit import cache
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised
from comptoir.search import facade as search

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><rect width="4" height="5" fill="#a33"/></svg>'
LISTED = ("/fr/", "/fr/rayon/table/", "/en/product/morning-bowl/", "/fr/produit/plaid-du-plateau/", "/fr/boutiques/",
          "/fr/informations/aide/")  # fmt: skip
HIDDEN = ("/fr/recherche/?q=bol", "/fr/panier/", "/fr/compte/", "/fr/rayon/table/?stock=1", "/fr/hors-ligne/")


@pytest.fixture
def shop(world: SimpleNamespace) -> SimpleNamespace:
    search.index_news()
    picture = OwnPicture(product_id=world.products["bowl"], content=SVG, alt=Localised(fr="Un bol"))
    catalog.keep_pictures([picture], origin=world.context.origin(), now=world.now)
    return world


def html_of(path: str) -> str:
    return Client().get(path).content.decode()


def told(path: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.+?)</script>', html_of(path), re.S)
    assert len(found) == 1
    return dict(json.loads(found[0]))


def node(path: str, kind: str) -> dict[str, Any]:
    return next(each for each in told(path)["@graph"] if each["@type"] == kind)


def test_what_pages_tell_machines_is_of_the_vocabulary_and_whole(shop: SimpleNamespace) -> None:
    for path in LISTED:
        assert wrong(told(path)) == [], path
    broken = told("/en/product/morning-bowl/")
    del broken["@graph"][0]["hasVariant"][0]["offers"]["price"]
    broken["@graph"][0]["colour"] = "x"
    assert sorted(wrong(broken)) == ["Offer lacks price", "ProductGroup has no colour"]


def test_a_product_says_its_variants_its_delivery_and_its_way_back(shop: SimpleNamespace) -> None:
    bowl = node("/en/product/morning-bowl/", "ProductGroup")
    assert bowl["variesBy"] == ["https://schema.org/color"] and len(bowl["image"]) == 1
    ochre, blue = bowl["hasVariant"]
    assert (ochre["color"], blue["color"]) == ("Ochre", "Blue") and blue["offers"]["url"].endswith("?sku=BOWL-BLUE")
    ways = [each for each in told("/en/product/morning-bowl/")["@graph"] if each["@type"] == "OfferShippingDetails"]
    assert len(ways) == 1 and ways[0]["@id"] == ochre["offers"]["shippingDetails"]["@id"]
    assert ways[0]["shippingRate"]["value"] in html_of("/en/product/morning-bowl/")
    returned = node("/en/product/morning-bowl/", "MerchantReturnPolicy")
    assert returned["merchantReturnDays"] == 14 and "FR" in returned["applicableCountry"]
    throw = node("/fr/produit/plaid-du-plateau/", "Product")
    assert "hasVariant" not in throw and throw["offers"]["price"] == "149.00" and "image" not in throw
    trail = [each["name"] for each in node("/en/product/morning-bowl/", "BreadcrumbList")["itemListElement"]]
    assert trail[0] == "Home" and trail[-1] == "Morning bowl"
    store = node("/fr/boutiques/", "Store")
    assert {"opens": "10:00", "closes": "19:00"}.items() <= store["openingHoursSpecification"][0].items()
    assert node("/fr/", "OnlineStore")["vatID"] == "FR32832145676"
    assert "<" not in script([{"name": "</script><script>alert(1)"}])


def test_what_is_brought_for_nothing_is_told_so(shop: SimpleNamespace) -> None:
    page = "/en/product/morning-bowl/?sku=BOWL-BLUE"
    assert _shipping(page, "BOWL-BLUE") != "0.00"
    offer(shop, name="Offerte", effect="delivery")
    cache.forget()
    assert _shipping(page, "BOWL-BLUE") == "0.00"


def _shipping(path: str, sku: str) -> str:
    graph = {each.get("@id"): each for each in told(path)["@graph"]}
    sold = next(each for each in node(path, "ProductGroup")["hasVariant"] if each["sku"] == sku)
    return str(graph[sold["offers"]["shippingDetails"]["@id"]]["shippingRate"]["value"])


def test_each_page_has_one_address_a_description_and_a_picture_to_share(shop: SimpleNamespace) -> None:
    for path in LISTED:
        html = html_of(path)
        assert f'<link rel="canonical" href="http://testserver{path}">' in html, path
        assert re.search(r'<meta name="description" content="[^"]{20,160}">', html), path
        assert all(f'hreflang="{code}"' in html for code in ("fr", "en", "x-default")) and "noindex" not in html
        (image,) = re.findall(r'og:image" content="http://testserver([^"]+)"', html)
        answer = Client().get(image)
        assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).size == (1200, 630), path
    canonical = '<link rel="canonical" href="http://testserver{}">'
    assert canonical.format("/fr/produit/bol-matin/") in html_of("/fr/produit/bol-matin/?sku=BOWL-BLUE")
    assert canonical.format("/fr/rayon/table/") in html_of("/fr/rayon/table/?sort=price")
    assert heads.shortened("mot " * 60).endswith("mot…") and len(heads.shortened("mot " * 60)) <= heads.DESCRIPTION
    for path in HIDDEN:
        html = html_of(path)
        assert '<meta name="robots" content="noindex">' in html and "canonical" not in html, path
        assert "ld+json" not in html and "og:image" not in html


def test_renditions_are_of_few_sizes_and_never_of_anything_else(shop: SimpleNamespace) -> None:
    source = catalog.products([shop.products["bowl"]])[shop.products["bowl"]].pictures[0].source
    for form, kind in (("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")):
        answer = Client().get(catalog.rendition_address(source, "large", form))
        picture = Image.open(io.BytesIO(b"".join(answer.streaming_content)))
        assert (picture.format, picture.size) == (kind, (1000, 1250)) and "immutable" in answer["Cache-Control"]
    name = source.rpartition("/")[2]
    for size, asked, form in (("huge", name, "png"), ("large", name, "bmp"), ("card", name, "png"),
                              ("large", "../../secret-key", "png"), ("large", "none.svg", "png")):  # fmt: skip
        with pytest.raises(NotFound):
            catalog.rendition(asked, size, form)
        assert Client().get(f"/rendition/{size}/{asked}.{form}").status_code == 404


def test_programs_find_what_they_ask_a_site_for(shop: SimpleNamespace, settings: Any) -> None:
    robots = html_of("/robots.txt")
    for path in ("/fr/panier/", "/en/checkout/", "/fr/compte/", "/api/", "/en/order/", "/backoffice/"):
        assert f"Disallow: {path}\n" in robots
    assert "Sitemap: http://testserver/sitemap.xml\n" in robots
    assert html_of("/llms.txt").startswith("# Maison Coste\n") and "/fr/rayon/" in html_of("/llms.txt")
    assert Client().get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@maison-coste.example"
    assert "Contact: mailto:security@maison-coste.example\nExpires: 20" in html_of("/.well-known/security.txt")
    icon = Image.open(io.BytesIO(b"".join(Client().get("/favicon.ico").streaming_content)))
    assert icon.format == "ICO" and (48, 48) in icon.info["sizes"]
    for language, basket in (("fr", "Panier"), ("en", "Basket")):
        manifest = Client().get(f"/{language}/manifest.webmanifest").json()
        assert manifest["start_url"] == f"/{language}/" and manifest["shortcuts"][0]["name"] == basket
        for each in manifest["icons"]:
            picture = Image.open(io.BytesIO(b"".join(Client().get(each["src"]).streaming_content)))
            assert f"{picture.width}x{picture.height}" == each["sizes"]
    assert Client().get("/icon/other.png").status_code == 404


def test_the_worker_keeps_away_from_what_is_personal_and_can_go(world: SimpleNamespace, settings: Any) -> None:
    answer = Client().get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript") and answer["Cache-Control"] == "no-cache"
    house = json.loads(answer.content.decode().partition("\n")[0].removeprefix("const HOUSE = ").removesuffix(";"))
    kept = (*house["exact"], *house["below"])
    assert "/fr/produit/" in kept and not any(part in path for path in kept for part in
                                              ("panier", "commande", "compte", "api", "recherche"))  # fmt: skip
    assert {house["version"]} == {json.loads(html_of("/sw.js").partition("\n")[0][14:-1])["version"]}
    settings.OFFLINE_PAGES = False
    assert "unregister" in html_of("/sw.js") and "offline.js" not in html_of("/fr/")
