"""A person in the back office: found, looked at as far as they allow, taken apart with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from comptoir.channels.backoffice.tests.test_journey import aside, enter, faults
from comptoir.consent.models import Choice
from comptoir.customers import facade as customers
from comptoir.journal.testing import deliver
from comptoir.kit import clock, sql
from comptoir.kit.ids import uuid7
from comptoir.org.models import Account
from comptoir.profiles import facade as profiles
from comptoir.profiles import hearing
from comptoir.profiles.tests.reports import tracked


@pytest.fixture
def camille(place):
    """She ordered as a guest; her telephone and her desktop looked at bowls, the shop's tablet is hers by mistake."""
    order = place()
    deliver([profiles.SERVICE])
    ((customer,),) = sql.rows("SELECT customer_id FROM orders_order WHERE id = %s", [order])
    now = clock.now()
    for number, device in enumerate(("mobile", "desktop", "tablet")):
        told = [
            tracked(now - timedelta(hours=9 - number), visitor=device, person=customer, category="bols", size="M",
                    price=24, discount=2 - number, name="Bol en grès"),
            tracked(now - timedelta(hours=3), visitor=device, event="Products Searched", query="bol ocre"),
        ]  # fmt: skip
        with transaction.atomic():
            hearing.hear(told)
    return customer


def allow(customer, purpose: str = "personalisation") -> None:
    Choice.objects.create(
        choice_id=uuid7(), subject_kind="customer", subject_id=str(customer), purpose=purpose, granted=True,
        text_version="1", means="test", chosen_at=clock.now(),
    )  # fmt: skip


def page_of(customer) -> str:
    return reverse("customers:customer", args=[profiles.person_of("customer", str(customer))])


def test_a_page_shows_what_the_person_allows_and_the_contract_needs(log_in, admin, camille):
    shown = admin.get(page_of(camille)).content.decode()
    assert "Camille Roux" in shown and "Order placed" in shown and "never asked: no" in shown
    assert "Looked at a product" not in shown and "Favourite categories" not in shown
    assert "Why this is one person" not in shown and "tablet" not in shown and "You see their visits" not in shown
    assert page_of(camille) not in admin.get(reverse("customers:index"), {"q": "tablet"}).content.decode()
    allow(camille, "measurement")
    assert "tablet" not in admin.get(page_of(camille)).content.decode(), "another purpose opens nothing"
    allow(camille)
    shown = admin.get(page_of(camille)).content.decode()
    for text in ("Looked at a product", "Bol en grès", "bols", "Spent", "67%", "what fits this person”. You see"):
        assert text in shown, text
    assert "Order placed" not in admin.get(page_of(camille), {"channel": "nowhere"}).content.decode()
    assert "Camille" not in log_in("administrator", "fr").get(reverse("customers:index"), {"q": "x"}).content.decode()
    assert "Camille Roux" in log_in("associate").get(page_of(camille)).content.decode()
    for text in ("camille@example.com", "Roux Cam", "tablet"):
        found = admin.get(reverse("customers:index"), {"q": text}).content.decode()
        assert page_of(camille) in found, text
    assert "Camille Roux" in found and "Customer " not in found


def test_names_are_looked_for_by_who_may_see_them(log_in, admin, camille) -> None:
    index, page = reverse("customers:index"), page_of(camille)
    assert page in admin.get(index, {"q": "camille"}).content.decode()
    log_in("associate")
    Group.objects.get(name="associate").permissions.remove(Permission.objects.get(codename="view_address"))
    associate = log_in("associate")
    found = [page in associate.get(index, {"q": words}).content.decode() for words in ("camille", "nobody")]
    assert found[0] == found[1], "what is found would tell whose name it is"


def test_staff_are_customers_once_they_buy(admin, place) -> None:
    order, account = place(), Account.objects.get(email="administrator-en@example.com")
    record = customers.join_account(account.pk, email=account.email, locale="en", now=clock.now())
    with transaction.atomic():
        hearing.hear([tracked(clock.now(), visitor="desk", person=record, event="Products Searched", query="bol")])
    assert page_of(record) not in admin.get(reverse("customers:index")).content.decode()
    assert page_of(record) not in admin.get(reverse("desk_find"), {"q": account.email}).content.decode()
    sql.run("UPDATE orders_order SET customer_id = %s WHERE id = %s", [record, order])
    assert page_of(record) in admin.get(reverse("customers:index")).content.decode()


def test_a_link_is_undone_with_a_reason_and_counts_again(log_in, admin, camille):
    person = profiles.person_of("customer", str(camille))
    (tablet,) = (each.id for each in profiles.links_of(person) if "tablet" in (each.a.value, each.b.value))
    undo = reverse("customers:undo", args=[tablet])
    allow(camille)
    assert log_in("associate").get(undo).status_code == 302
    assert undo in admin.get(page_of(camille)).content.decode()
    admin.post(undo, {"reason": ""})
    assert profiles.person_of("visitor", "tablet") == person
    answer = admin.post(undo, {"reason": "the tablet of the shop"})
    assert answer.status_code == 302 and profiles.person_of("visitor", "tablet") != person
    shown = admin.get(page_of(camille)).content.decode()
    assert "the tablet of the shop" in shown
    assert "Load the page again" in admin.post(undo, {"reason": "again"}).content.decode()
    admin.post(reverse("customers:restore", args=[tablet]))
    assert profiles.person_of("visitor", "tablet") == person


@pytest.mark.browser
def test_somebody_undoes_a_link_on_a_phone(camille, browser, live_shop) -> None:
    """French, 360 pixels wide, nothing against WCAG."""
    aside(allow, camille)
    page = enter(browser, live_shop.url, "fr", 360)
    page.goto(aside(page_of, camille))
    expect(page.get_by_role("heading", name="En un coup d’œil")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert faults(page) == []
    page.get_by_role("link", name="Défaire").first.click()
    page.get_by_label("Pourquoi").fill("la tablette de la boutique")
    page.get_by_role("button", name="Le défaire").click()
    expect(page.get_by_text("Le lien est défait.")).to_be_visible()
    expect(page.get_by_text("la tablette de la boutique")).to_be_visible()
