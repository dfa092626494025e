"""Nobody reads another's order, basket or invoice: every address that takes a part is tried with another person's.

An address without a case fails here. What is for everybody is named in PUBLIC, with why.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from comptoir.accounts import facade as accounts
from comptoir.accounts.testing import log_in
from comptoir.aftersales import facade as aftersales
from comptoir.channels.api.http import api
from comptoir.channels.api.openapi import schema_of
from comptoir.channels.backoffice.tests import people
from comptoir.checkout import facade as checkout
from comptoir.customers import facade as customers
from comptoir.invoicing import facade as invoicing
from comptoir.invoicing.tests import story
from comptoir.kit import clock
from comptoir.orders import facade as orders
from comptoir.org import facade as org
from comptoir.org.models import Account
from comptoir.project import world as small
from comptoir.reviews import facade as reviews
from comptoir.reviews.tests import people as reviewers

from .addresses import NOWHERE, Address, addresses

OWN = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_HOST": "127.0.0.1", "raise_request_exception": False}
PUBLIC = {
    "category": "what is sold",
    "product": "what is sold",
    "legal": "legal texts",
    "picture": "drawings",
    "brand_page": "pages that the brand has published",
    "theme": "the style sheet of a storefront",
    "media/<path:path>": "pictures of products",
    "reviews": "what buyers published about what is sold",
    "questions": "what was asked and answered in public",
    "review_report": "a published review, to doubt it",
    "review_photo": "a photograph of a published review (reviews' own tests)",
    "rendition/<slug:size>/<str:name>.<slug:form>": "the same in other sizes",
    "feeds/<slug:name>.<slug:extension>": "what is sold, for whoever was given the address (feeds' own tests)",
    "sitemap-<slug:name>-<int:number>.xml": "addresses of what is sold",
    "icon": "the house's mark",
    "shared": "a basket whose owner gave its link away: what is in it, never whose it is (checkout's own tests)",
    "shared_say": "what friends say beside a basket whose link they have (checkout's own tests)",
    "review_helpful": "a published review, to say that it helped",
    "shared_take": "copies what was shared into one's own basket",
    "waiting": "a request, by a token that nobody can guess: the article, never whose address",
    "wish_shared": "a list whose owner gave its link away: goods at today's prices, never whose",
    "newsletter_confirm": "the words of a letter, by a signed token: never whose address",
    "messages_stop": "ends messages by a signed token; the address is masked (consent's own tests)",
    "erasure": "how far an erasure is, by a token that nobody can guess; it names nobody (privacy's own tests)",
    "erasure_receipt": "the signed record of it, which names nobody",
    "near": "stock in shops and days of delivery of what is sold",
    "hook": "news of a provider, which has to be signed; it is answered with no more than thanks",
    "payment_return": "back from a provider, by an id that nobody can guess: it leads to the order's signed link",
    "challenge": "the test bank, by an id that nobody can guess; not there in production",
}
SECRETS = ("camille@example.com", "3 rue des Lilas", "Camille Roux")


@pytest.fixture
def theirs(world) -> SimpleNamespace:
    """What Camille has: an order, a basket of her own, a session."""
    account = world.accounts[small.SHOPPER]
    customer = customers.join_account(account, email=small.SHOPPER, locale="fr", now=world.now)
    context = small.context(clock.now(), customer_id=customer)
    basket = checkout.open_basket(context)
    checkout.add(basket, world.variants["BOOK"], 1, context)
    checkout.prepare(basket, context, contact=people.CONTACT)
    browser = Client(**OWN)
    log_in(browser, Account.objects.get(pk=account))
    (session,) = accounts.sessions(account, clock.now())
    return SimpleNamespace(
        order=people.place(), basket=basket, account=account, session=session, variant=world.variants["BOOK"]
    )


def strangers(world) -> list[Client]:
    """Nobody, and somebody else who is logged in."""
    other = Client(**OWN)
    log_in(other, Account.objects.get(email=small.STAFF), strong=False)
    return [Client(**OWN), other]


def no_other_link(world, theirs, address: Address) -> None:
    """A link is signed: an id alone, another signature, or another order's, open nothing."""
    link = orders.link(theirs.order)
    body, _colon, signature = link.partition(":")
    forged = [body, f"{body}:", f"{body}:{'A' * len(signature)}", str(theirs.order), f"{link[:-1]}x", f"x{link}"]
    for browser in strangers(world):
        for each in forged:
            path = address.example.replace("some", each)
            for answer in (browser.get(path), browser.post(path, {"tender": "test_card:tok_success"})):
                assert answer.status_code in (302, 403, 404, 405), (path, answer.status_code)
                assert not any(secret in answer.content.decode() for secret in SECRETS)
    assert orders.get(theirs.order).state == "confirmed"


def no_other_mail(world, theirs, address: Address) -> None:
    """The link of a log-in mail is signed likewise."""
    for browser in strangers(world):
        for each in ("some", f"{'A' * 22}.{'A' * 22}", str(theirs.account)):
            path = address.example.replace("some", each)
            assert browser.get(path).status_code == 422 and browser.post(path).status_code == 422
    assert len(accounts.sessions(theirs.account, clock.now())) == 1


def no_other_acknowledgement(world, theirs, address: Address) -> None:
    """The link of an acknowledgement is signed, and the link of its order does not open it."""
    made = aftersales.declare(
        theirs.order, name="Camille Roux", email="camille@example.com", locale="fr", channel="web", actor="guest",
        now=clock.now(),
    )  # fmt: skip
    body, _colon, signature = made.link.partition(":")
    for browser in strangers(world):
        assert "Camille Roux" in browser.get(address.example.replace("some", made.link)).content.decode()
        for each in (body, f"{body}:{'A' * len(signature)}", str(made.id), orders.link(theirs.order), f"{made.link}x"):
            answer = browser.get(address.example.replace("some", each))
            assert answer.status_code == 404 and not any(secret in answer.content.decode() for secret in SECRETS)


def no_other_file(world, theirs, address: Address) -> None:
    """The link of an order opens the files that it paid for, and those alone."""
    link = orders.link(theirs.order)
    for browser in strangers(world):
        for given in (link, link.partition(":")[0], orders.link(people.place())):
            assert browser.get(address.example.replace("some", given)).status_code == 404


def no_other_review(world, theirs, address: Address) -> None:
    """The link of an order opens the forms of its own purchases alone."""
    mine, other = reviewers.bought(world, order=theirs.order), reviewers.bought(world, order=people.place())
    link = orders.link(theirs.order)
    body, _colon, signature = link.partition(":")
    for browser in strangers(world):
        assert browser.get(address.example.replace("some", link).replace(NOWHERE, str(mine))).status_code == 200
        tried = [(link, other), (link, NOWHERE), (body, mine), (f"{body}:{'A' * len(signature)}", mine)]
        for given, purchase in tried:
            path = address.example.replace("some", given).replace(NOWHERE, str(purchase))
            for answer in (browser.get(path), browser.post(path, {"rating": "1", "text": "x", "author": "x"})):
                assert answer.status_code == 404 and not any(secret in answer.content.decode() for secret in SECRETS)
    assert reviews.find().total == 0


CASES: dict[str, Callable[[Any, Any, Address], None]] = {
    "order": no_other_link,
    "order_pay": no_other_link,
    "order_cancel": no_other_link,
    "order_again": no_other_link,
    "order_company": no_other_link,
    "order_invoice": no_other_link,
    "order_change": no_other_link,
    "order_file": no_other_file,
    "order_lines": no_other_link,
    "order_terms": no_other_link,
    "order_withdrawal": no_other_link,
    "order_review": no_other_review,
    "withdrawal_receipt": no_other_acknowledgement,
    "account_link": no_other_mail,
}


def places_with_parts() -> list[Address]:
    return [
        each
        for each in addresses("")
        if each.parts and not each.route.startswith(("api/", "backoffice/")) and each.name.partition(":")[0] != "en"
    ]


@pytest.mark.parametrize("address", places_with_parts(), ids=lambda address: address.name)
def test_an_address_with_a_part_shows_a_stranger_nothing(world, theirs, address: Address) -> None:
    name = address.name.rpartition(":")[2] if ":" in address.name and "<" not in address.name else address.name
    if name in PUBLIC:
        return
    assert name in CASES, f"{address.route} takes {address.parts}: say in CASES how it is kept from strangers"
    CASES[name](world, theirs, address)


PART = re.compile(r"{\w+}")
SHARED = "/api/v1/shared-baskets/{token}"
PUBLIC_ROUTES = {
    SHARED: "a basket whose owner gave its link away, as the page `shared`",
    f"{SHARED}/friends": "who has the link may join", f"{SHARED}/proposals": "and propose",
    f"{SHARED}/comments": "and comment", f"{SHARED}/opinions/{{variant_id}}": "and say what they think",
}  # fmt: skip
# What the API answers whom it does not know, by the parts that a route takes.
GUEST = {"order_id": {401, 403, 404}, "basket_id": {404}, "invoice_id": {401, 403, 404}, "slug": {404, 200}}


def test_every_route_of_the_api_with_an_id_refuses_another_persons(world, theirs) -> None:
    who = world.context.origin()
    other_shop = org.open_storefront(code="elsewhere", name="Elsewhere", market="fr", origin=who, now=world.now)
    _info, key = org.issue_key("x", "app", other_shop.code, org.SCOPES, origin=who, now=world.now)
    invoicing.name_company(theirs.order, story.ATELIER, actor="guest", now=world.now)
    (invoice,) = invoicing.issue_due(theirs.order, now=world.now)
    another, tried = orders.link(people.place()), 0
    for path, operations in schema_of(api)["paths"].items():
        parts = [part for part in ("order_id", "basket_id", "invoice_id", "slug") if f"{{{part}}}" in path]
        if "{" not in path or parts == ["slug"] or path in PUBLIC_ROUTES:
            continue
        if not parts:  # for programs of the staff: without a key with its scope nothing is looked for
            for method in operations:
                there = PART.sub(NOWHERE, path.replace("{kind}", "product")) + "?id=x"
                assert ask(method.upper(), there, "").status_code in (401, 404), path
            continue
        address = path.replace("{order_id}", str(theirs.order)).replace("{basket_id}", str(theirs.basket))
        address = address.replace("{variant_id}", str(theirs.variant)).replace("{invoice_id}", str(invoice))
        for method in operations:
            for given, query in (("", ""), (key, ""), ("", f"?token={another}"), ("", "?token=x")):
                answer = ask(method.upper(), address + query, given)
                assert answer.status_code in GUEST[parts[0]] | {403, 404, 422}, (method, address, answer.status_code)
                assert not any(secret in answer.content.decode() for secret in SECRETS)
                tried += 1
    assert tried > 40
    assert orders.get(theirs.order).state == "confirmed"
    assert checkout.view(theirs.basket, context_of(theirs)).count == 1


BODIES: dict[str, Any] = {
    "payments": {"kind": "test_card", "token": "tok_success"},
    "cancel": {"reason": "changed_mind"},
    "delivery": {"delivery": "standard"},
    "compare": {"items": []},
    "withdrawals": {"name": "X", "email": "x@example.com"},
    "returned": {"evidence": "received"},
    "company": {"name": "X", "siren": "912345675"},
    "reviews": {"purchase_id": str(uuid4()), "rating": 5, "text": "x", "author": "x"},
    "buyer": {
        "email": "x@example.com", "name": "X", "street": "1 rue X", "postcode": "75010", "city": "Paris",
        "country": "FR",
    },
}  # fmt: skip


def ask(method: str, address: str, key: str) -> Any:
    last = address.partition("?")[0].rpartition("/")[2]
    body = BODIES.get(last, {"variant_id": str(uuid4()), "quantity": 3})
    headers = {"Idempotency-Key": str(uuid4())} | ({"Authorization": f"Bearer {key}"} if key else {})
    return Client(raise_request_exception=False).generic(
        method, address, json.dumps(body), content_type="application/json", headers=headers
    )


def context_of(theirs: SimpleNamespace) -> Any:
    return small.context(clock.now(), customer_id=customers.by_account(theirs.account))


def test_another_persons_basket_opens_in_no_browser_not_even_by_its_cookie(world, theirs) -> None:
    keeper = Client(**OWN)
    log_in(keeper, Account.objects.get(pk=theirs.account))
    for browser in strangers(world):
        answer = browser.get("/fr/panier/", headers={"Cookie": f"basket={theirs.basket}"})
        assert "Cahier de table" not in answer.content.decode()
        answer = browser.post("/fr/panier/changer/", {"line": str(theirs.variant), "remove": "1"})
        assert answer.status_code == 302
    assert checkout.view(theirs.basket, context_of(theirs)).count == 1


@pytest.mark.parametrize("do", ["end", "remove"])
def test_nobody_ends_another_persons_session_nor_takes_their_key_away(world, theirs, do: str) -> None:
    for browser in strangers(world):
        browser.post("/fr/compte/securite/changer/", {"do": do, "id": str(theirs.session.id)})
    assert [each.id for each in accounts.sessions(theirs.account, clock.now())] == [theirs.session.id]
