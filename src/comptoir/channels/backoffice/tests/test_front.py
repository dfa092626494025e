"""The front page: how the day goes, what waits, what lacks; and one field that finds anything."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comptoir.catalog.handlers import COMPLETENESS
from comptoir.channels.backoffice import access, chart, front, rows
from comptoir.content import facade as content
from comptoir.content.models import HomePage
from comptoir.customers import facade as customers
from comptoir.journal import testing
from comptoir.kit import clock, sql
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders.sales import SALES
from comptoir.profiles import facade as profiles

HOME = reverse("wagtailadmin_home")
OTHER_DAY = """
INSERT INTO orders_salesday (day, market, channel, currency, placed, placed_minor, changed_minor, cancelled, expired,
                             received_minor, refunded_minor)
VALUES (%s, %s, 'web', 'EUR', 0, 0, 0, 0, 1, 12000, 500)
"""


def test_bars_start_at_zero_and_the_smallest_sale_can_be_seen() -> None:
    low, none, high = chart.bars([("a", 1), ("b", -5), ("c", 100_000)])
    assert (low.height, none.height, high.height) == ("2.0", "0.0", f"{chart.HEIGHT:.1f}")
    assert high.last and not low.last
    assert [bar.height for bar in chart.bars([("a", 0)] * 3)] == ["0.0"] * 3


def test_the_day_stands_beside_yesterday_and_the_same_day_of_last_week(world, place) -> None:
    for back in (0, 1, 7):
        order = place()
        rows.Order.objects.filter(pk=order).update(placed_at=clock.now() - timedelta(days=back))
    orders.cancel(place(), reason="changed_mind", actor="guest", now=clock.now())
    testing.deliver([SALES])
    today = clock.now().astimezone(access.market().zone).date()
    for back in (1, 7):
        sql.run(OTHER_DAY, [today - timedelta(days=back), access.market().code])
    sold = front.days(clock.now())
    assert len(sold) == 30 and sold[-1].day == today and sold[-1].orders == 1, "a cancelled one is none"
    worth = rows.Order.objects.get(pk=order).total_minor
    assert (sold[-2].ordered.minor, sold[-8].received.minor, sold[-3].orders) == (worth, 12_000, 0)
    ordered, count, received = front.sales(sold)
    assert Money(worth, "EUR").format(access.locale()) in ordered.note
    assert count.note.endswith("1") and "115,00" in received.note
    assert f"placed_at_from={today}" in ordered.address


def test_the_front_page_says_what_waits_and_asks_as_much_for_many(log_in, place) -> None:
    place()
    testing.deliver([SALES, COMPLETENESS])
    client = log_in("administrator")
    page = client.get(HOME).content.decode()
    for said in ("Ordered today", "Orders to prepare", "Promises at risk", "Payments that wait", "Sold out",
                 "Google feed", "Looked for and not found", "<svg", "The thirty days as a table"):  # fmt: skip
        assert said in page, said
    few = asked(client)
    place(), place()
    testing.deliver([SALES])
    assert asked(client) <= few <= 28


def asked(client) -> int:
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as found:
            client.get(HOME)
        counts.append(len(found))
    return min(counts)


def test_who_may_see_less_sees_less(log_in, place) -> None:
    place()
    testing.deliver([SALES, COMPLETENESS])
    page = log_in("accountant").get(HOME).content.decode()
    assert "Ordered today" in page and "Sold out" not in page and "Looked for and not found" not in page
    merchant = log_in("merchant").get(HOME).content.decode()
    assert "Looked for and not found" in merchant and "Movements to decide" not in merchant


def test_one_field_finds_an_order_an_address_a_sku_and_a_product(log_in, place, world) -> None:
    place()
    order = rows.Order.objects.get()
    client, find = log_in("administrator"), reverse("desk_find")
    assert client.get(find, {"q": order.number.lower()}).url == reverse("orders:order", args=[order.pk])
    bowl = reverse("products:product", args=[world.products["bowl"]])
    assert client.get(find, {"q": "BOWL-OCHRE"}).url == bowl
    found = client.get(find, {"q": "camille@"}).content.decode()
    assert order.number in found and "<title>Find - Comptoir</title>" in found
    assert bowl in client.get(find, {"q": "morning b"}).content.decode()
    assert "Nothing matches" in client.get(find, {"q": "x\x00nothing%_"}).content.decode()
    blind = log_in("accountant").get(find, {"q": "BOWL-OCHRE"})
    assert blind.status_code == 200 and bowl not in blind.content.decode()


def test_one_field_finds_a_customer_for_who_may_see_customers(log_in, place) -> None:
    place()
    testing.deliver([profiles.SERVICE])
    order, find = rows.Order.objects.get(), reverse("desk_find")
    with transaction.atomic():
        customers.correct(order.customer_id, name="Camille Roux", phone="0612345678", now=clock.now())
    person = reverse("customers:customer", args=[profiles.person_of("customer", str(order.customer_id))])
    asked = ("roux Cam", "camille@ex", "06 12 34 56 78", "+33 6 12.34.56.78")
    for role, locale in (("administrator", "en"), ("operations", "fr"), ("associate", "en")):
        client = log_in(role, locale)
        for text in asked:
            shown = client.get(find, {"q": text}).content.decode()
            assert f'<a href="{person}">Camille Roux</a>' in shown and order.number in shown, (role, text)
            assert ("<h2>Clients</h2>" if locale == "fr" else "<h2>Customers</h2>") in shown
            assert person in client.get(reverse("customers:index"), {"q": text}).content.decode(), (role, text)
        assert person in client.get(client.get(find, {"q": order.number}).url).content.decode()
        assert person in client.get(reverse("customers:index"), {"q": order.number}).content.decode()
        assert "whole telephone number" in client.get(find, {"q": "06 12 34 56 79"}).content.decode() or locale == "fr"
    for role in ("merchant", "reader"):
        client = log_in(role)
        for text in asked:
            for page in (find, reverse("orders:index_results")):
                shown = client.get(page, {"q": text}).content.decode()
                assert person not in shown and order.number not in shown, (role, text)
        assert person not in client.get(reverse("orders:order", args=[order.pk])).content.decode()
    accountant = log_in("accountant").get(find, {"q": "camille@ex"}).content.decode()
    assert order.number in accountant and person not in accountant


def test_the_field_finds_pages_for_who_writes_them_and_stands_in_the_menu(log_in, world) -> None:
    content.open_home(world.storefront.code)
    home = HomePage.objects.get(locale__language_code="fr")
    edit, find = reverse("wagtailadmin_pages:edit", args=[home.pk]), reverse("desk_find")
    assert edit in log_in("editor").get(find, {"q": home.title[:5].upper()}).content.decode()
    shown = log_in("associate").get(find, {"q": home.title}).content.decode()
    assert '"name": "Associate"' in shown, "the menu says who is here by their name"
    assert edit not in shown and f'"_type": "wagtail.sidebar.SearchModule", "_args": ["{find}"]' in shown


def test_completeness_is_listed_the_worst_first_and_on_the_products_own_page(log_in, world) -> None:
    testing.deliver([COMPLETENESS])
    client = log_in("merchant")
    listed = client.get(reverse("completeness:index_results"), {"channel": "google"}).content.decode()
    assert "no GTIN" in listed and "Shopping assistants" not in listed
    none = {"channel": "google", "lacking": "name_fr"}
    assert "Nothing matches" in client.get(reverse("completeness:index_results"), none).content.decode()
    bowl = world.products["bowl"]
    page = client.get(reverse("products:product", args=[bowl])).content.decode()
    assert f"{reverse('products:edit', args=[bowl])}#id_description_en" in page
    assert "#id_description_en" not in log_in("reader").get(
        reverse("products:product", args=[bowl])
    ).content.decode()
    market = access.market().code
    rows.Publication.objects.filter(product_id=bowl, market__code=market).update(
        starts_at=clock.now() - timedelta(days=2), ends_at=clock.now() - timedelta(days=1)
    )
    assert "Morning bowl" not in client.get(reverse("completeness:index_results")).content.decode()
    assert "Morning bowl" in client.get(reverse("completeness:index_results"), {"hidden": "all"}).content.decode()
