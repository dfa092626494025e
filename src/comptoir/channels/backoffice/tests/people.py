"""Accounts of every role, and orders as shoppers place them."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.test import Client
from wagtail.users.models import UserProfile

from comptoir.accounts import testing as sessions
from comptoir.checkout import facade as checkout
from comptoir.checkout.contracts import PlaceOrder
from comptoir.customers.contracts import Contact
from comptoir.journal.contracts import Origin
from comptoir.kit import clock
from comptoir.orders import jobs
from comptoir.org import facade as org
from comptoir.org.models import Account
from comptoir.payments.contracts import Tender
from comptoir.project import world as small

CONTACT = Contact(
    email="camille@example.com", name="Camille Roux", street="3 rue des Lilas", postcode="75010", city="Paris"
)


def log_in(role: str = "administrator", locale: str = "en") -> Client:
    """The browser of an account with this role, which is opened when there is none yet."""
    email = f"{role}-{locale}@example.com"
    account = Account.objects.filter(email=email).first()
    if account is None:
        who = Origin(actor="system:tests", channel="tests", correlation=uuid4())
        identity = org.open_account(
            email=email, password=small.PASSWORD, name=role.title(), roles=(role,), origin=who, now=clock.now()
        )
        account = Account.objects.get(pk=identity)
        UserProfile.objects.create(user=account, preferred_language=locale)
    client = Client()
    sessions.log_in(client, account)
    return client


def place(token: str = "tok_success", *, collect: bool = False) -> UUID:
    """Order two ochre bowls and a notebook, and let the worker pay: by card, or in the shop when collected."""
    context = small.context(clock.now())
    variants = small.read(context.now).variants
    basket = checkout.open_basket(context)
    checkout.add(basket, variants["BOWL-OCHRE"], 2, context)
    checkout.add(basket, variants["BOOK"], 1, context)
    kind = "collect" if collect else "ship"
    way = next(option for option in checkout.view(basket, context).delivery if option.kind == kind)
    checkout.prepare(basket, context, contact=CONTACT, delivery=way.code)
    view = checkout.view(basket, context)
    assert view.chosen is not None
    opened = checkout.place_order(
        PlaceOrder(
            basket_id=basket,
            shown_total=view.quote.total,
            shown_promise=view.chosen.promise.key,
            tenders=(Tender(kind="in_shop") if collect else Tender(kind="test_card", token=token),),
            context=context,
        )
    )
    while jobs.work_payments(clock.now()):
        pass
    return opened.order_id
