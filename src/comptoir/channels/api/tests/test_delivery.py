"""A program of the merchant sets up the ways of delivery."""

from __future__ import annotations

from comptoir.fulfilment import facade as fulfilment
from comptoir.journal.contracts import Origin
from comptoir.kit.ids import uuid7
from comptoir.kit.text import Localised
from comptoir.org import facade as org

HOME = "/v1/delivery-methods"


def rate(weight: int, minor: int, currency: str = "EUR", country: str = "FR") -> dict[str, object]:
    return {"country": country, "max_weight_g": weight, "amount": {"minor": minor, "currency": currency}}


def test_ways_are_listed_added_changed_priced_and_switched(caller_with, guest, world):
    staff = caller_with("prices:write")
    assert [way["code"] for way in staff.get(HOME).body] == ["home", "express", "collect"]
    new = {"code": "relay", "kind": "ship", "name": {"fr": "Point relais", "en": "Relay"}, "days_min": 3, "days_max": 5}
    for _ in range(2):
        made = staff.post(HOME, new, once="twelve-letters")
        assert (made.status, made.body["cutoff"], made.body["rates"]) == (201, "14:00", [])
    assert staff.post(HOME, new).body["code"] == "method_exists"
    there = f"{HOME}/relay"
    priced = staff.put(f"{there}/rates", {"rates": [rate(1000, 450), rate(2000, 550) | {"postcode_prefix": "20 0"}]})
    assert [(each["postcode_prefix"], each["amount"]["minor"]) for each in priced.body["rates"]] == [
        ("", 450), ("200", 550),
    ]  # fmt: skip
    changed = staff.put(there, {"name": {"fr": "Casier"}, "cutoff": "09:30", "days_max": 4, "position": 8}).body
    assert (changed["name"], changed["cutoff"], changed["days_min"]) == ({"fr": "Casier", "en": "Casier"}, "09:30", 0)
    assert staff.get(there).body == changed and changed["rates"] == priced.body["rates"]
    assert not staff.put(f"{there}/state", {"active": False}).body["active"]
    assert [way.code for way in fulfilment.methods("fr")] == ["home", "express", "collect"]
    before = fulfilment.set_up("fr")
    for address, body, field in (
        (f"{there}/rates", {"rates": [rate(1000, 450, "USD")]}, "amount"),
        (f"{there}/rates", {"rates": [rate(1000, 450), rate(1000, 460)]}, "rates"),
        (f"{there}/rates", {"rates": [rate(1000, 450, country="UK")]}, "country"),
        (there, {"name": {"fr": "x"}, "days_min": 2, "days_max": 1}, "days_min"),
        (there, {"name": {"fr": "x"}, "tracking_address": "http://carrier.example/"}, "tracking_address"),
        (there, {"name": {}}, "name"),
    ):
        refused = staff.put(address, body)
        assert (refused.status, [each["field"] for each in refused.body["errors"]]) == (422, [field])
    many = {"rates": [rate(weight, 450) | {"postcode_prefix": "20"} for weight in range(1, 1_001)]}
    assert len(staff.put(f"{there}/rates", many).body["rates"]) == 1_000, "a whole table, beyond what a body is else"
    staff.put(f"{there}/rates", {"rates": [rate(1000, 450), rate(2000, 550) | {"postcode_prefix": "200"}]})
    assert staff.put(f"{HOME}/collect/rates", {"rates": []}).status == 422
    for code in ("home", "express"):
        staff.put(f"{HOME}/{code}/state", {"active": False})
    last = staff.put(f"{HOME}/collect/state", {"active": False})
    assert (last.status, last.body["code"]) == (409, "last_way")
    assert staff.put(f"{HOME}/collect/state", {"active": False, "nobody_can_order": True}).status == 200
    assert [way.rates for way in fulfilment.set_up("fr")] == [way.rates for way in before]


def test_a_key_reaches_the_ways_of_its_own_market_only(caller_with, guest, world):
    staff, origin = caller_with("prices:write"), Origin(actor="system:test", channel="api", correlation=uuid7())
    org.open_market(
        code="be", name="Belgique", currency="EUR", countries=("BE",), legal_entity=org.market("fr").legal_entity,
        origin=origin, now=world.now,
    )  # fmt: skip
    fulfilment.add_method(
        code="bpost", kind="ship", name=Localised(fr="bpost"), market="be", origin=origin, now=world.now
    )
    for answer in (
        staff.get(f"{HOME}/bpost"), staff.put(f"{HOME}/bpost", {"name": {"fr": "x"}}), staff.get(f"{HOME}/none"),
        staff.put(f"{HOME}/bpost/state", {"active": False}), staff.put(f"{HOME}/bpost/rates", {"rates": []}),
    ):  # fmt: skip
        assert answer.status == 404
    assert guest.get(HOME).status == 401 and caller_with("catalog:read").get(HOME).status == 403
    assert fulfilment.method("bpost").name == Localised(fr="bpost")
