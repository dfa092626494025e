"""Staff see who withdrew, and note the goods: the money goes back."""

from __future__ import annotations

from datetime import date, time

from django.urls import reverse

from comptoir.aftersales import facade as aftersales
from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import sentences
from comptoir.kit import clock
from comptoir.kit.text import Localised
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.org import facade as org


def test_goods_that_came_back_are_noted_and_paid_back_and_a_reader_sees_no_name(log_in, place, world) -> None:
    order, staff = place(), log_in("associate")
    orders.mark_shipped(order, tracking_number="6A1", actor="system:tests", now=clock.now())
    made = aftersales.declare(
        order, name="Camille Roux", email="camille@example.com", locale="fr", channel="web", actor="guest",
        now=clock.now(),
    )  # fmt: skip
    here = reverse("withdrawals:withdrawal", args=[made.id])
    for client, sees in ((staff, True), (log_in("reader"), False)):
        for address in (here, reverse("withdrawals:index")):
            assert ("Camille Roux" in client.get(address).content.decode()) is sees, address
    assert made.reference in staff.get(reverse("withdrawals:index") + f"?q={made.reference}").content.decode()
    assert reverse("withdrawals:withdrawal", args=[made.id]) in staff.get(
        reverse("promises:index")
    ).content.decode() or made.refund_due > clock.now()
    assert staff.post(reverse("withdrawals:sent", args=[made.id]), {"proof": ""}).status_code == 200
    assert aftersales.get(made.id).state == "declared"
    early = staff.post(reverse("withdrawals:received", args=[made.id]), follow=True).content.decode()
    assert "still being stopped" in early and aftersales.get(made.id).received_at is None
    aftersales.stop_parcels(made.id, now=clock.now())
    staff.post(reverse("withdrawals:received", args=[made.id]))
    while jobs.work_payments(clock.now()):
        pass
    assert aftersales.close(made.id, now=clock.now())
    assert orders.get(order).paid.minor == 0
    story = staff.get(reverse("orders:order", args=[order])).content.decode()
    assert "The buyer withdrew: 3 pieces" in story
    assert {name for name in sentences.SENTENCES if name.startswith("Withdrawal")} == {
        "Withdrawal Declared", "Withdrawal Stopped Parcels", "Withdrawal Goods Returned", "Withdrawal Refunded",
    }  # fmt: skip


def test_hours_of_single_days_are_set_and_nonsense_is_said_at_its_field(log_in, world) -> None:
    client = log_in("operations")
    edit = reverse("places:edit", args=[world.shop.id])
    assert "10:00-19:00" in client.get(edit).content.decode()
    days = {f"day_{number}": "10h00 – 19h00" for number in range(2, 7)}
    days |= {"day_1": "", "day_7": "11:00-13:00, 14:00-18:00"}
    wrong = client.post(edit, days | {"special": "2026-12-24 late"}).content.decode()
    assert "Write hours as" in wrong and org.place("paris-11").special == {}
    client.post(edit, days | {"special": "2026-12-25\n2026-12-24 10:00-17:00"})
    place = org.place("paris-11")
    assert place.special == {date(2026, 12, 24): ((time(10), time(17)),), date(2026, 12, 25): ()}
    assert len(place.opening[7]) == 2 and 1 not in place.opening
    assert client.get(reverse("places:index")).status_code == 200


def test_words_that_a_product_may_not_bear_are_said_on_its_page(log_in, world) -> None:
    product = world.products["bowl"]
    client = log_in("merchant")
    page = reverse("products:product", args=[product])
    assert "forbidden on a product" not in client.get(page).content.decode()
    catalog.change_product(
        product, name=Localised(fr="Bol"), description=Localised(fr="Entièrement biodégradable et écologique."),
        brand_id=None, category_id=None, tax_category="standard", origin=world.context.origin(), now=world.now,
    )  # fmt: skip
    html = client.get(page).content.decode()
    assert "forbidden on a product" in html and "biodegradable, ecologique" in html
