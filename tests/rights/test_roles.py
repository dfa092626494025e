"""Who may what: every address of the back office with every role, every route of the API with every scope.

The answers are compared with the tables beside this file, which are meant to be read. A new address without a row
fails here; `COMPTOIR_RIGHTS=write pytest tests/rights` writes the tables anew, and their difference is reviewed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import resolve, reverse

from comptoir.accounts import facade as accounts
from comptoir.accounts.testing import log_in
from comptoir.channels.api.http import api
from comptoir.channels.api.openapi import schema_of
from comptoir.channels.backoffice import rows, wagtail_hooks
from comptoir.channels.backoffice.tests import people
from comptoir.kit import clock
from comptoir.org import facade as org
from comptoir.org.models import Account

from .addresses import NOWHERE, Address, addresses

HERE = Path(__file__).parent
OURS = frozenset(viewset.name for group in wagtail_hooks.GROUPS for viewset in group.items)
BODIES = {
    "/payments": {"kind": "test_card", "token": "tok_success"},
    "/lines/cancel": {"lines": {"1": 1}},
    "/cancel": {"reason": "changed_mind"},
    "/changes": {"version": 1, "shown_total": {"minor": 100, "currency": "EUR"}, "shown_promise": ""},
    "/withdrawals": {"name": "Zoé", "email": "zoe@example.com"},
    "/returned": {"evidence": "received"},
    "/reviews": {"purchase_id": NOWHERE, "rating": 5, "text": "Beau", "author": "Zoé"},
    "/reviews/{review_id}": {"rating": 5, "text": "Beau", "author": "Zoé"},
    "/refuse": {"reason": "insult"},
    "/answer": {"text": "Merci"},
    "/answers": {"text": "Oui", "author": "Zoé"},
    "/company": {"name": "Atelier", "siren": "912345675"},
}
PARTS = ("basket_id", "order_id", "variant_id", "invoice_id", "review_id", "question_id", "answer_id", "proposal_id")


@pytest.fixture
def browsers(world) -> dict[str, Client]:
    return {role: browser_of(role, world) for role in org.ROLES}


def browser_of(role: str, world) -> Client:
    """Somebody of the staff with this role alone, behind their second factor."""
    account = accounts.invite_staff(
        email=f"{role}@example.com", name=role, roles=(role,), locale="en", origin=world.context.origin(), now=world.now
    )
    client = Client(raise_request_exception=False)
    log_in(client, Account.objects.get(pk=account))
    return client


def may(client: Client, address: Address) -> bool:
    """Whether the answer is anything but a refusal: a page that does not exist was looked for."""
    answer = client.get(address.example)
    home, door = reverse("wagtailadmin_home"), reverse("wagtailadmin_login")
    away = answer.status_code == 302 and (answer["Location"] == home or answer["Location"].startswith(door))
    return not away and answer.status_code != 403


def shows(client: Client, address: Address) -> bool:
    return client.get(address.example).status_code == 200


def compare(name: str, found: dict[str, str]) -> None:
    table = HERE / name
    text = "".join(f"{key:<44} {value}\n" for key, value in sorted(found.items()))
    if os.environ.get("COMPTOIR_RIGHTS") == "write":
        table.write_text(text)
    assert text == table.read_text(), f"{name} says otherwise: read the difference, then write it anew"


def test_each_role_reaches_what_the_table_says_in_the_back_office(browsers, world) -> None:
    known = {
        "orders": str(people.place()),
        "products": str(world.products["bowl"]),
        "stock": str(rows.StockLevel.objects.first().pk),
        "prices": str(rows.ListPrice.objects.first().pk),
        "people": str(world.accounts["staff@example.com"]),
        "payments": str(rows.PaymentRequest.objects.first().pk),
    }
    found = {}
    for address in addresses("backoffice/", known):
        if address.name.partition(":")[0] in OURS:
            assert resolve(address.example).view_name == address.name, "an address that leads elsewhere tells nothing"
            found[address.name] = " ".join(role for role in browsers if may(browsers[role], address))
    compare("backoffice.txt", found)


def test_who_has_no_right_at_wagtails_own_screens_sees_what_the_table_says(browsers) -> None:
    """Wagtail's own screens ask for rights that no role of ours has; administrators may do everything."""
    others = [each for each in addresses("backoffice/") if each.name.partition(":")[0] not in OURS]
    found = {each.name: "every role" for each in others if shows(browsers["reader"], each)}
    compare("wagtail.txt", found)


def test_wagtails_screens_for_users_and_groups_are_closed_to_administrators_too(browsers) -> None:
    for each in addresses("backoffice/"):
        if each.name.startswith(("wagtailusers", "wagtailadmin_password_reset")):
            assert browsers["administrator"].get(each.example).status_code == 404, each.name


def test_nobody_without_a_second_factor_reaches_any_address_of_the_back_office(world) -> None:
    visitor, weak = Client(raise_request_exception=False), Client(raise_request_exception=False)
    log_in(weak, Account.objects.get(email="staff@example.com"), strong=False)
    log_ins = ("/fr/compte/", "/en/account/", reverse("wagtailadmin_login"))
    opened = {}
    for address in addresses("backoffice/"):
        for who, client in (("visitor", visitor), ("weak", weak)):
            answer = client.get(address.example)
            led = answer.status_code == 302 and answer["Location"].startswith(log_ins)
            if not led and answer.status_code not in (403, 404, 405):
                opened.setdefault(address.name, []).append(who)
    assert opened == PUBLIC


# Words and icons of Wagtail's interface, which hold nothing of the shop; documents are published by whoever adds them.
PUBLIC = {
    "wagtailadmin_javascript_catalog": ["visitor"],
    "wagtailadmin_sprite": ["visitor"],
    "wagtaildocs_serve": ["visitor", "weak"],
}


def test_each_scope_opens_what_the_table_says_in_the_api(world) -> None:
    who = world.context.origin()
    keys = {"guest": ""}
    for scope in org.SCOPES:
        _info, keys[scope] = org.issue_key(
            "Tests", "app", world.storefront.code, (scope,), origin=who, now=clock.now()
        )
    found = {}
    for path, operations in schema_of(api)["paths"].items():
        for method in operations:
            allowed = [name for name, key in keys.items() if opens(method.upper(), path, key)]
            found[f"{method.upper()} {path}"] = " ".join(allowed)
    compare("api.txt", found)


def opens(method: str, path: str, key: str) -> bool:
    address = path.replace("{slug}", "some").replace("{kind}", "product")
    for part in PARTS:
        address = address.replace(f"{{{part}}}", NOWHERE)
    body: dict[str, Any] = next((body for end, body in BODIES.items() if path.endswith(end)), {})
    headers = {"Idempotency-Key": str(uuid4())} | ({"Authorization": f"Bearer {key}"} if key else {})
    client = Client(raise_request_exception=False)
    answer = client.generic(method, address, json.dumps(body), content_type="application/json", headers=headers)
    return answer.status_code not in (401, 403)
