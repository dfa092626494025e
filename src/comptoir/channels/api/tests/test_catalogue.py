"""Reading what is for sale."""

from datetime import timedelta
from urllib.parse import quote

from comptoir.catalog.handlers import COMPLETENESS
from comptoir.channels.api.tests.caller import Caller
from comptoir.checkout.commands import codes
from comptoir.journal import testing
from comptoir.kit import cache, sql
from comptoir.kit.brakes import Brake
from comptoir.search import facade as search


def test_a_list_says_prices_stock_and_how_to_go_on(guest):
    first = guest.get("/v1/products?sort=price&size=2")
    assert first.status == 200
    assert [item["name"] for item in first.body["items"]] == ["Bol Matin", "Cahier de table"]
    assert first.body["items"][0]["price"] == {"minor": 2400, "currency": "EUR"}
    assert first.body["items"][0]["availability"] == {"state": "in_stock", "pieces": 13, "ready_on": None}
    assert {name: first.body[name] for name in ("page", "size", "total", "pages")} == {
        "page": 1,
        "size": 2,
        "total": 3,
        "pages": 2,
    }
    assert '?sort=price&page=2&size=2>; rel="next"' in first.headers["Link"]
    assert 'rel="prev"' not in first.headers["Link"]


def test_search_and_category_narrow_the_list(guest):
    assert guest.get("/v1/products?search=plaid").body["code"] == "search_not_ready"
    search.index_news()
    assert [i["external_id"] for i in guest.get("/v1/products?search=plaid").body["items"]] == ["throw"]
    priced = guest.get("/v1/products?search=bol moins de 25 €".replace(" ", "%20").replace("€", "%E2%82%AC")).body
    assert [i["external_id"] for i in priced["items"]] == ["bowl"]
    said = priced["price_understood"]
    assert (said["kind"], said["low"], said["high"]["minor"], said["rest"]) == ("under", None, 2499, "bol")
    endless = quote("bol moins de 1 000 000 000 000 000 000 000 €")
    answer = guest.get(f"/v1/products?facets=true&search={endless}")
    assert answer.status == 200 and answer.body["price_understood"] is None
    assert guest.get(f"/v1/suggestions?search={endless}").status == 200
    found = guest.get("/v1/products?category=table&sort=name").body["items"]
    assert [item["external_id"] for item in found] == ["bowl", "book"]
    assert guest.get("/v1/products?category=jardin").body["code"] == "not_found"
    page = guest.get("/v1/products?facets=true&brand=Nobody&brand=Maison%20Coste&attribute=colour:Ocre")
    assert [item["external_id"] for item in page.body["items"]] == ["bowl"] and page.body["facets"]
    for caller, named in ((guest, "En stock"), (Caller(language="en"), "In stock")):
        facets = caller.get("/v1/products?facets=true").body["facets"]["choices"]
        assert [facet["label"] for facet in facets if facet["code"] == "in_stock"] == [named]
    sql.run("UPDATE catalog_attribute SET label = '{}'")
    cache.forget()
    facets = guest.get("/v1/products?facets=true&attribute=colour:Ocre").body["facets"]["choices"]
    assert "colour" in [facet["label"] for facet in facets], "what has no name is called by its code"
    assert guest.get("/v1/products?brand=Nobody").body["total"] == 0
    assert [each["field"] for each in guest.get("/v1/products?" + "brand=x&" * 41).body["errors"]] == ["brand"]


def test_a_product_tells_ids_places_and_ways_to_deliver(guest, world):
    page = guest.get("/v1/products/bol-matin").body
    assert page["external_id"] == "bowl"
    ochre = next(variant for variant in page["variants"] if variant["sku"] == "BOWL-OCHRE")
    assert ochre["id"] == str(world.variants["BOWL-OCHRE"]) == page["chosen"]
    assert [(here["place"]["code"], here["pieces"]) for here in ochre["places"]] == [
        ("entrepot", 10),
        ("paris-11", 2),
    ]
    assert page["attributes"][0]["text"] == "45\u00a0cl"
    assert page["delivery"][0]["charge"]["currency"] == "EUR"
    assert page["delivery"][0]["earliest"] <= page["delivery"][0]["latest"]


def test_the_language_is_the_one_asked_for(guest):
    english = guest.get("/v1/products/morning-bowl", Accept_Language="en-GB, fr;q=0.5")
    assert english.body["name"] == "Morning bowl"
    assert english.headers["Content-Language"] == "en"
    assert guest.get("/v1/products/bol-matin", Accept_Language="de").body["name"] == "Bol Matin"
    assert "Accept-Language" in english.headers["Vary"]


def test_the_tree_of_categories_comes_parents_first(guest):
    tree = guest.get("/v1/categories").body
    assert [node["trail"] for node in tree] == [["maison"], ["maison", "table"], ["maison", "textile"]]


def test_an_unchanged_answer_is_not_sent_again(guest):
    first = guest.get("/v1/products")
    again = guest.get("/v1/products", If_None_Match=first.headers["ETag"])
    assert (again.status, again.text) == (304, "")
    other = guest.get("/v1/products", If_None_Match=first.headers["ETag"], Accept_Language="en")
    assert other.status == 200


def test_a_quote_adds_up_without_a_basket(guest, world):
    lines = [{"variant_id": str(world.variants["BOWL-OCHRE"]), "quantity": 2}]
    answer = guest.post("/v1/quotes", {"lines": lines, "country": "FR", "postcode": "69003"})
    sums = {name: amount["minor"] for name, amount in answer.body["sums"].items() if name != "vat_parts"}
    assert sums["goods"] == 4800
    assert sums["total"] == sums["goods"] + sums["delivery"]
    assert sums["vat"] == sum(part["vat"]["minor"] for part in answer.body["sums"]["vat_parts"])
    assert answer.body["chosen"] == answer.body["delivery"][0]["code"]


def test_guessing_codes_by_quotes_is_braked_as_in_a_basket(guest, world, monkeypatch):
    monkeypatch.setattr(codes, "BY_ASKER", Brake("few_codes", 3, timedelta(minutes=10)))
    body = {"lines": [{"variant_id": str(world.variants["BOWL-OCHRE"]), "quantity": 1}], "codes": ["A1B", "A2B"]}
    assert guest.post("/v1/quotes", body).body["refused_codes"] == ["A1B", "A2B"]
    assert guest.post("/v1/quotes", body).body["code"] == "too_fast"
    assert guest.post("/v1/quotes", body | {"codes": []}).status == 200


def test_completeness_is_listed_with_its_reasons_for_who_keeps_the_catalogue(guest, caller_with):
    testing.deliver([COMPLETENESS])
    assert guest.get("/v1/completeness").status in (401, 403)
    keeper = caller_with("catalog:write")
    found = keeper.get("/v1/completeness?channel=google&lacking=gtin&size=2").body
    assert found["total"] == 3 and len(found["items"]) == 2
    assert {"code": "gtin", "label": "pas de code GTIN"} in found["items"][0]["missing"]
    assert keeper.get("/v1/completeness?channel=radio").body["code"] == "invalid"


def test_properties_and_gtins_are_read_set_and_refused_by_field(guest, caller_with):
    keeper, ean = caller_with("catalog:write"), "4006381333931"
    assert guest.get("/v1/properties?product=bowl").status in (401, 403)
    before = keeper.get("/v1/properties?product=bowl").body
    capacity = {"name": {"fr": "Contenance", "en": "Capacity"}, "value": {"fr": "45\u00a0cl", "en": "45\u00a0cl"}}
    assert before["properties"] == [{"code": "contenance", "kind": "number"} | capacity]
    glaze = {"name": {"fr": "Émail", "en": "Glaze"}, "value": {"fr": "Mat"}}
    told = {"code": "contenance", "value": {"en": "0.5 l"}}
    wanted = {"product": "bowl", "properties": [told, glaze], "version": before["version"]}
    after = keeper.put("/v1/properties", wanted).body
    assert {one["code"]: one["value"]["fr"] for one in after["properties"]} == {
        "contenance": "0,5\u00a0l", "email": "Mat"
    }  # fmt: skip
    assert keeper.put("/v1/properties", wanted).body["code"] == "properties_changed_meanwhile"
    near = {"name": {"fr": "Contenance !"}, "value": {"fr": "0,5 l"}}  # taken for the property whose code it makes
    same = keeper.put("/v1/properties", {"product": "bowl", "properties": [near, glaze]})
    assert same.status == 200 and same.body["properties"] == after["properties"]
    numbers = {"product": "bowl", "gtins": [{"article": "BOWL-BLUE", "gtins": [ean]}]}
    kept = keeper.put("/v1/properties", numbers).body
    assert kept["properties"] == after["properties"] and kept["gtins"][1]["gtins"] == ["0" + ean]
    book = {"article": "BOOK", "gtins": [ean, "1"]}
    wrong = {"product": "book", "properties": [{"value": {"fr": "x"}}], "gtins": [book]}
    errors = keeper.put("/v1/properties", wrong).body["errors"]
    assert {one["field"]: one["code"] for one in errors} == {
        "properties.0.name": "missing", "gtins.0.0": "taken", "gtins.0.1": "not_a_gtin"
    }  # fmt: skip
    assert keeper.put("/v1/properties", wrong | {"product": "none"}).status == 404
    assert keeper.get("/v1/properties?product=book").body["properties"] == []
