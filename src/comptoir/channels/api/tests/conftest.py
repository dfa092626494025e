"""Programs that talk to the API of the small world. Imports of Django's parts stand in the fixtures, because
this file is read before the settings."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def guest(world):
    from comptoir.channels.api.tests.caller import Caller

    return Caller()


@pytest.fixture
def caller_with(world):
    """A caller with a key of these scopes."""
    from comptoir.channels.api.tests.caller import Caller
    from comptoir.org import facade as org

    def make(*scopes: str, language: str = "fr"):
        origin = world.context.origin()
        _, key = org.issue_key("Tests", "app", world.storefront.code, scopes, origin=origin, now=world.now)
        return Caller(key, language)

    return make


@pytest.fixture
def buy(world, guest):
    """Place an order as a guest; gives the answer of placing."""
    from comptoir.channels.api.tests.caller import BUYER

    def place(
        sku: str = "BOWL-OCHRE", *, token: str = "tok_success", delivery: str | None = None, quantity: int = 1,
        supply_agreed: bool = False,
    ) -> Any:
        basket = guest.post("/v1/baskets").body
        address = f"/v1/baskets/{basket['id']}"
        guest.post(f"{address}/lines", {"variant_id": str(world.variants[sku]), "quantity": quantity})
        cheapest = guest.put(f"{address}/buyer", BUYER).body["chosen"]
        shown = guest.put(f"{address}/delivery", {"delivery": delivery or cheapest}).body
        agreed = {"shown_total": shown["sums"]["total"], "shown_promise": shown["shown_promise"]}
        tender = {"kind": "in_shop"} if delivery and "@" in delivery else {"kind": "test_card", "token": token}
        agreed |= {"supply_agreed": True} if supply_agreed else {}
        return guest.post(f"{address}/order", {**agreed, "tenders": [tender]})

    return place
