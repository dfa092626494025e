"""Make the demo shop once; say who can log in each time."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.conf import settings

from comptoir.accounts import facade as accounts
from comptoir.feeds import facade as feeds
from comptoir.feeds.errors import FeedExists
from comptoir.org import facade as org
from comptoir.org.errors import AccountExists
from comptoir.payments import facade as payments
from comptoir.project import founding
from comptoir.project.demo import (
    beside,
    crowds,
    offered,
    pages,
    shelves,
    shops,
    sizes,
    terms,
    tokens,
    unparcelled,
    voices,
)
from comptoir.project.demo.goods import pieces
from comptoir.search import facade as search

IBAN = "FR76 3000 6000 0112 3456 7890 189"  # the example of the standards: no such account exists
PASSWORD = "comptoir-demo-2026"
PEOPLE = (
    ("admin@example.com", "Anne Coste", "administrator"),
    ("operations@example.com", "Omar Diallo", "operations"),
    ("merchant@example.com", "Maud Lenoir", "merchant"),
    ("redaction@example.com", "Noé Lambert", "editor"),
    ("boutique@example.com", "Inès Bernard", "associate"),
    ("compta@example.com", "Paul Girard", "accountant"),
    ("lecture@example.com", "Lina Morel", "reader"),
    ("camille@example.com", "Camille Roux", ""),
)


def seed(now: datetime, opened: datetime | None = None) -> list[str]:
    """Make the shop where it is missing, as if it had `opened` then (now, when it is None); answers the log-ins, a line
    each. After a crash at any line it goes on where it stopped; goods that are there are left as the merchant changed
    them."""
    opened = opened or now
    founding.found_house(opened)
    warehouse = founding.open_warehouse(now)
    paris = founding.open_shop(
        now,
        code="paris-11",
        city="Paris 11e",
        street="14 rue de la Folie-Méricourt",
        postcode="75011",
        position=1,
    )
    lyon = founding.open_shop(
        now, code="lyon-3", city="Lyon 3e", street="52 rue Paul-Bert", postcode="69003", position=2
    )
    nantes = founding.open_shop(
        now, code="nantes", city="Nantes", street="11 rue de Strasbourg", postcode="44000", position=3
    )
    for email, name, role in PEOPLE:
        with suppress(AccountExists):
            roles = (role,) if role else ()
            account_id = org.open_account(
                email=email, password=PASSWORD, name=name, roles=roles, origin=founding.origin(), now=now
            )
            if role:
                accounts.enrol_demo(account_id, secret=settings.DEMO_SECRET, origin=founding.origin(), now=now)
    if payments.bank_account(founding.ENTITY) is None:
        payments.set_bank_account(
            founding.ENTITY, holder="Maison Coste SAS", iban=IBAN, bic="", currency="EUR", origin=founding.origin(),
            now=now,
        )  # fmt: skip
    shops.set_special_hours((paris, lyon, nantes), now)
    terms.publish(now, opened)
    shelves.fill(pieces(), (warehouse, paris, lyon, nantes), now, opened)
    tokens.set_out(opened)
    unparcelled.set_out(now, opened)
    voices.speak(pieces(), now)
    beside.set_out(now, opened)
    offered.set_out(now, opened)
    sizes.set_out(now)
    shelves.put_in_order(now)
    search.bring_starter("house", origin=founding.origin(), now=now)
    if None not in search.facet_rules_said():  # what the merchant said stays
        search.keep_facets(None, pinned=("colour", "size"), hidden=(), origin=founding.origin(), now=now)
    pages.write(now)
    crowds.gather(now)
    _open_feeds(now)
    return [f"{email} / {PASSWORD} ({role or 'shopper'})" for email, _name, role in PEOPLE]


def _open_feeds(now: datetime) -> None:
    """One that everybody may read, one with a secret address."""
    for kind, is_public in (("google", True), ("meta", False)):
        with suppress(FeedExists):
            feeds.open_feed(
                kind=kind, market=founding.MARKET, locale="fr", is_public=is_public, origin=founding.origin(), now=now
            )
