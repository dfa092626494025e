"""Staff see who withdrew, and note the goods: the money goes back."""

from __future__ import annotations

from django.urls import reverse

from comptoir.aftersales import facade as aftersales
from comptoir.channels.backoffice import sentences
from comptoir.kit import clock
from comptoir.orders import facade as orders
from comptoir.orders import jobs


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
    staff.post(reverse("withdrawals:received", args=[made.id]))
    while jobs.work_payments(clock.now()):
        pass
    assert aftersales.close(made.id, now=clock.now())
    assert orders.get(order).paid.minor == 0
    story = staff.get(reverse("orders:order", args=[order])).content.decode()
    assert "The buyer withdrew: pieces 3" in story
    assert {name for name in sentences.SENTENCES if name.startswith("Withdrawal")} == {
        "Withdrawal Declared", "Withdrawal Stopped Parcels", "Withdrawal Goods Returned", "Withdrawal Refunded",
    }  # fmt: skip


def test_words_that_a_product_may_not_bear_are_said_on_its_page(log_in, world) -> None:
    from comptoir.catalog import facade as catalog
    from comptoir.kit.text import Localised

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
