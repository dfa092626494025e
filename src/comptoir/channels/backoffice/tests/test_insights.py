"""The figures answer whoever may see them, in both languages, empty and filled, and as a file."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from comptoir.channels.backoffice import chart
from comptoir.channels.backoffice.screens import periods
from comptoir.insights import facade as insights
from comptoir.journal import facade as journal
from comptoir.kit import clock, sql
from comptoir.orders import facade as orders

PAGES = ("funnel", "sold", "retention", "worth")


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_page_is_told_to_who_may_see_it(log_in, place, world, settings, tmp_path, locale: str) -> None:
    settings.LAKE_ROOT = tmp_path
    client, day = log_in("merchant", locale), clock.now().astimezone(ZoneInfo("Europe/Paris")).date()
    for name in PAGES:
        answer = client.get(reverse(f"{name}:index"))
        assert answer.status_code == 200 and "lesson" in answer.content.decode(), name
        assert log_in("editor", locale).get(reverse(f"{name}:index")).status_code == 302
    number = orders.get(place()).number
    insights.fill_lake(world.now)
    period = f"?since={day}&until={day}"
    for name in PAGES:
        answer = client.get(reverse(f"{name}:index") + period + "&by=device&persona=7")
        assert answer.status_code == 200, name
        told = client.get(reverse(f"{name}:index") + period + "&export=csv")
        assert told["Content-Type"].startswith("text/csv") and told.content.startswith(b"\xef\xbb\xbf"), name
    left, refused = (f"{reverse(f'funnel:{page}')}{period}" for page in ("left", "refused"))
    assert "hesitated" not in client.get(f"{left}&step=delivery").content.decode()
    assert client.get(f"{refused}&means=test_card&reason=card_declined").status_code == 200
    reached, brought = reverse("funnel:reached") + period, reverse("retention:brought") + period
    behind = (f"{reached}&step=visit", f"{reached}&step=order&by=channel&group=web", f"{brought}&campaign=x",
              f"{brought}&campaign=&new=1", f"{refused}&means=test_card&reason=card_declined&paid=1")  # fmt: skip
    for address in behind:
        assert client.get(address).status_code == 200, address
        if "refused" not in address:
            assert "person_id" in client.post(address).content.decode()
            assert log_in("reader", locale).get(address).status_code == 302
    assert [len(journal.timeline("figure", name)) for name in ("funnel", "retention")] == [2, 2]
    file = client.post(f"{left}&step=delivery&purpose=marketing")
    assert "no-store" in file["Cache-Control"] and "person_id" in file.content.decode()
    reader = log_in("reader", locale)
    assert reader.get(f"{left}&step=delivery").status_code == 302 and reader.post(left).status_code in (302, 403)
    assert len(journal.timeline("figure", "funnel")) == 3
    rule = quote(json.dumps(insights.left_as_rule(insights.PATH, "delivery", 28)))
    begun = client.get(f"{reverse('segments:define')}?rule={rule}").content.decode()
    assert "Checkout Started" in begun
    assert client.get(f"{reverse('segments:define')}?rule=%7B%22x%22%3A1%7D").status_code == 200
    returning = reverse("orders:index") + f"?placed_at_from={day}&placed_at_to={day}&buyer="
    assert number in client.get(f"{returning}new").content.decode()
    assert number not in client.get(f"{returning}again").content.decode()
    shown = client.get(reverse("sold:index") + period).content.decode()
    assert f"placed_at_from={day}" in shown
    assert number in client.get(reverse("orders:index") + f"?placed_at_from={day}&placed_at_to={day}").content.decode()


def test_a_cell_of_who_comes_back_leads_to_the_orders_that_it_counts(admin, place, world) -> None:
    """One buyer ordered in two months: the second order is found by the month of the first, and not by its own."""
    first, second = place(), place()
    sql.run("UPDATE orders_order SET state = 'confirmed', placed_at = '2026-09-20T10:00Z' WHERE id = %s", [first])
    sql.run("UPDATE orders_order SET state = 'confirmed', placed_at = '2026-11-02T10:00Z' WHERE id = %s", [second])
    numbers = [orders.get(each).number for each in (first, second)]
    shown = admin.get(reverse("retention:index") + "?since=2026-11-01&until=2026-11-30").content.decode()
    (cell,) = re.findall(r'href="([^"]*first_from=[^"]*)"', shown)
    assert "placed_at_from=2026-11-01&amp;placed_at_to=2026-11-30" in cell and "first_to=2026-09-30" in cell
    listed = admin.get(html.unescape(cell)).content.decode()
    assert [each in listed for each in numbers] == [False, True]
    for since, until, found in (("2026-11-01", "2026-11-30", False), ("2026-08-01", "2026-08-31", False)):
        listed = admin.get(f"{reverse('orders:index')}?first_from={since}&first_to={until}").content.decode()
        assert (numbers[1] in listed) is found, since


def test_a_row_of_first_channels_leads_to_its_orders(log_in, admin, place, world, settings, tmp_path) -> None:
    """Two orders of one buyer, the first by telephone: the row of the telephone leads to both, and to the first."""
    settings.LAKE_ROOT = tmp_path
    first, second = place(), place()
    sql.run("UPDATE orders_order SET channel = 'phone', placed_at = '2026-09-20T10:00Z' WHERE id = %s", [first])
    sql.run("UPDATE orders_order SET placed_at = '2026-11-02T10:00Z' WHERE id = %s", [second])
    numbers = [orders.get(each).number for each in (first, second)]
    sql.run("INSERT INTO orders_salesday (market, day, channel, currency, placed, placed_minor, changed_minor,"
            " cancelled, expired, received_minor, refunded_minor) SELECT 'fr', '2026-11-02', c, 'EUR', 1, 1, 0, 0, 0,"
            " 0, 0 FROM unnest(ARRAY['phone', 'web']) AS c")  # fmt: skip
    page = reverse("retention:index") + "?since=2026-11-01&until=2026-11-30"
    shown = admin.get(page).content.decode()
    found = {html.unescape(each) for each in re.findall(r'href="([^"]*first_channel=[^"]*)"', shown)}
    listed = {
        each.rpartition("&")[2]: [n in admin.get(each).content.decode() for n in numbers]
        for each in found
        if "first_channel=phone" in each
    }
    assert listed == {"first_channel=phone": [True, True], "buyer=new": [True, False], "buyer=again": [False, True]}
    assert "retention/brought" in shown
    assert "retention/brought" not in log_in("reader").get(page).content.decode(), "who may not see people sees counts"


def test_a_period_that_cannot_be_read_is_the_usual_one() -> None:
    now, zone = datetime(2026, 11, 18, 9, 30, tzinfo=UTC), ZoneInfo("Europe/Paris")
    usual = periods.asked({}, now, zone)
    assert (usual.since, usual.until, usual.length) == (date(2026, 10, 21), date(2026, 11, 17), 28)
    assert usual.before.until == usual.since - timedelta(days=1) and usual.before.length == 28
    for wrong in ({"since": "x", "until": "y"}, {"since": "2026-02-02", "until": "2026-02-01"}, {"days": "²"}):
        assert periods.asked(wrong, now, zone) == usual
    assert periods.asked({"days": "99999"}, now, zone) == usual and periods.asked({"days": "7"}, now, zone).length == 7


def test_a_line_lies_over_the_bars_of_its_scale() -> None:
    first, last = f"{chart.WIDTH / 4:.1f},{chart.HEIGHT:.1f}", f"{chart.WIDTH * 3 / 4:.1f},{chart.HEIGHT / 2:.1f}"
    assert chart.line([0, 10], 20) == f"{first} {last}"
    assert [bar.height for bar in chart.bars([("a", 10)], 20)] == [f"{chart.HEIGHT / 2:.1f}"]
    assert chart.widths([10, 5, 0]) == ["900.0", "450.0", "0.0"]
