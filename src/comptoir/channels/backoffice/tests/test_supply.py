"""Staff announce, receive, transfer and count."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from comptoir.channels.backoffice import rows
from comptoir.inventory import facade as inventory


def on_hand(world, sku: str) -> dict[str, int]:
    variant_id = world.variants[sku]
    names = {world.warehouse.id: "warehouse", world.shop.id: "shop"}
    return {names[at.location_id]: at.on_hand for at in inventory.availability([variant_id])[variant_id]}


def test_a_line_is_announced_received_in_part_and_its_rest_cancelled(log_in, world) -> None:
    client = log_in("operations")
    day = (world.now + timedelta(days=400)).date()
    data = {
        "external_id": "PO-1/1", "reference": "PO-1", "sku": "THROW", "location": str(world.warehouse.id),
        "expected": "6", "expected_on": str(day),
    }  # fmt: skip
    assert client.post(reverse("incoming:add"), data).status_code == 302
    line = rows.Incoming.objects.get()
    assert "PO-1/1" in client.get(reverse("incoming:index")).content.decode()
    assert client.post(reverse("incoming:receive", args=[line.pk]), {"quantity": "4"}).status_code == 302
    assert on_hand(world, "THROW")["warehouse"] == 9
    terms = {"sku": "THROW", "kind": "backorder", "location": str(world.warehouse.id), "most": "5", "sent_from": ""}
    assert client.post(reverse("ahead:add"), terms).status_code == 302
    assert inventory.outlook([world.variants["THROW"]], market="fr", today=world.now.date())
    assert "THROW" in client.get(reverse("ahead:index")).content.decode()
    assert "No order waits" in client.get(reverse("ahead:waiting")).content.decode()
    sale = rows.SaleAhead.objects.get()
    assert client.post(reverse("ahead:edit", args=[sale.pk]), terms | {"most": "3"}).status_code == 302
    level = rows.StockLevel.objects.get(variant_id=world.variants["THROW"], location_id=world.warehouse.id)
    shown = client.get(reverse("stock:level", args=[level.pk])).content.decode()
    assert "back-order" in shown and "PO-1" in shown
    assert client.post(reverse("incoming:cancel", args=[line.pk])).status_code == 302
    assert "cancelled" in client.get(reverse("incoming:line", args=[line.pk])).content.decode()


def test_a_transfer_is_sent_and_received_with_its_difference(log_in, world) -> None:
    client = log_in("operations")
    data = {
        "reference": "T-1", "source": str(world.warehouse.id), "target": str(world.shop.id),
        "expected_on": "2026-12-01", "lines": "THROW 3\nBOOK\nBOOK 1",
    }  # fmt: skip
    assert client.post(reverse("transfers:add"), data).status_code == 302
    transfer = rows.Transfer.objects.get()
    throw, book = str(world.variants["THROW"]), str(world.variants["BOOK"])
    assert client.post(reverse("transfers:send", args=[transfer.pk]), {throw: "3", book: "2"}).status_code == 302
    assert client.post(reverse("transfers:receive", args=[transfer.pk]), {throw: "2", book: "2"}).status_code == 302
    assert (on_hand(world, "THROW"), on_hand(world, "BOOK")) == (
        {"warehouse": 2, "shop": 2}, {"warehouse": 6, "shop": 5},
    )  # fmt: skip
    shown = client.get(reverse("transfers:transfer", args=[transfer.pk])).content.decode()
    assert "Missing" in shown and "T-1" in shown
    unknown = client.post(reverse("transfers:add"), data | {"reference": "T-2", "lines": "NOTHING 1"})
    assert "No variant is called" in unknown.content.decode()


def test_two_people_count_in_the_shop_and_somebody_else_approves(log_in, world) -> None:
    operations = log_in("operations")
    data = {"location": str(world.shop.id), "section": "Table", "lines": "BOOK"}
    assert operations.post(reverse("counts:add"), data).status_code == 302
    count = rows.Count.objects.get()
    figure, page = reverse("counts:figure", args=[count.pk]), reverse("counts:count", args=[count.pk])
    shop = log_in("associate")
    entered = {"code": "BOOK", "pieces": "2", "add": "add"}
    assert shop.post(figure, entered)["Location"] == figure
    assert "<strong>2</strong> BOOK" in shop.get(figure).content.decode()
    assert "<strong>2</strong>" not in operations.get(figure).content.decode()
    assert operations.post(figure, entered).status_code == 302
    for client in (shop, operations):
        assert client.post(reverse("counts:finish", args=[count.pk])).status_code == 302
    assert shop.post(reverse("counts:approve", args=[count.pk])).status_code in (302, 403)
    assert on_hand(world, "BOOK")["shop"] == 3
    assert "to be decided" in operations.get(page).content.decode()
    assert operations.post(reverse("counts:approve", args=[count.pk])).status_code == 302
    assert on_hand(world, "BOOK")["shop"] == 2
    unknown = shop.post(figure, entered | {"code": "NOTHING"})
    assert "No variant has this SKU." in unknown.content.decode()
