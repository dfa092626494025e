"""A buyer whose last step is left: by the door itself, by the page, by the API. Each answers what came of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.test import Client

from comptoir.checkout import facade as checkout
from comptoir.checkout.tests import story
from comptoir.inventory.errors import SoldOut

SAID = "n’est plus disponible"
Step = Callable[[], str]
API_BUYER = {
    "email": "zoe@example.com", "name": "Zoé Martin", "street": "3 rue du Lac", "postcode": "69003", "city": "Lyon",
    "country": "FR",
}  # fmt: skip
PAGE_BUYER = {
    "email": "paul@example.com", "name": "Paul Petit", "street": "8 quai Sud", "postcode": "13002",
    "city": "Marseille", "country": "FR",
}  # fmt: skip


def by_door(world: SimpleNamespace, sku: str) -> Step:
    basket = story.filled(world, sku)
    wanted = story.wish(basket, world.context, key=str(basket))

    def order() -> str:
        try:
            checkout.place_order(wanted)
        except SoldOut:
            return "sold_out"
        return "ordered"

    return order


def by_api(world: SimpleNamespace, sku: str) -> Step:
    client = Client(raise_request_exception=False)

    def call(method: str, path: str, body: Any = None) -> Any:
        return client.generic(
            method, f"/api/v1/baskets{path}", json.dumps(body) if body else "", "application/json",
            headers={"Idempotency-Key": f"{method}{path}"[:60].ljust(8, "-")},
        )  # fmt: skip

    basket = "/" + call("POST", "").json()["id"]
    call("POST", f"{basket}/lines", {"variant_id": str(world.variants[sku])})
    call("PUT", f"{basket}/buyer", API_BUYER)
    shown = call("PUT", f"{basket}/delivery", {"delivery": "home"}).json()
    agreed = {
        "shown_total": shown["sums"]["total"], "shown_promise": shown["shown_promise"],
        "tenders": [{"kind": "test_card", "token": "tok_success"}],
    }  # fmt: skip

    def order() -> str:
        answer = call("POST", f"{basket}/order", agreed)
        return "ordered" if answer.status_code == 201 else str(answer.json()["code"])

    return order


def by_page(world: SimpleNamespace, sku: str) -> Step:
    client = Client(raise_request_exception=False)
    origin = {"HTTP_ORIGIN": "http://testserver"}
    client.post("/fr/panier/ajouter/", {"variant": world.variants[sku]}, **origin)
    typed = PAGE_BUYER | {"method": "home", "tender": "test_card:tok_success"}
    page = client.post("/fr/commander/", typed | {"update": "1"}, **origin).content.decode()
    for name in ("shown_total", "shown_promise", "shown_method", "key"):
        typed |= dict(re.findall(rf'name="({name})" value="([^"]*)"', page))

    def order() -> str:
        answer = client.post("/fr/commander/", typed, **origin)
        if answer.status_code == 302 and "/fr/commande/" in answer["Location"]:
            return "ordered"
        return "sold_out" if SAID in answer.content.decode() else f"status {answer.status_code}"

    return order
