"""Webhooks and other systems, as the staff see them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.urls import reverse
from standardwebhooks import Webhook

from comptoir.channels.backoffice import rows
from comptoir.interconnect import facade as interconnect
from comptoir.interconnect.contracts import Item, Listed
from comptoir.interconnect.handlers import WATCH
from comptoir.journal import facade as journal
from comptoir.journal.webhooks import send
from comptoir.journal.webhooks.handlers import WEBHOOKS
from comptoir.journal.webhooks.tests.receiver import receiving
from comptoir.kit import clock
from comptoir.kit.money import Money
from comptoir.org import facade as org
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet


def work() -> None:
    while journal.deliver_round(WEBHOOKS, now=clock.now()):
        pass
    while send.work_webhooks(clock.now()):
        pass


def test_an_endpoint_is_added_tested_replayed_paused_and_its_secret_shown_once(
    admin: Any, place: Any, settings: Any
) -> None:
    settings.WEBHOOKS_LOCAL = True
    with receiving() as receiver:
        form = {"name": "ERP", "address": receiver.address, "patterns": "order.*", "contact": "erp@example.com"}
        added = admin.post(reverse("webhooks:add"), form)
        secret = added.context["secret"]
        assert secret in added.content.decode() and "no-store" in added["Cache-Control"]
        endpoint = rows.WebhookEndpoint.objects.get()
        page = reverse("webhooks:webhook", args=[endpoint.pk])
        assert admin.post(reverse("webhooks:test", args=[endpoint.pk])).url == page
        place()
        work()
        came = {headers["webhook-id"]: Webhook(secret).verify(body, headers)["type"] for headers, body in receiver.came}
        events = {each for each, word in came.items() if word != "webhook.test"}
        assert len(events) == len(came) - 1 and {"order.placed", "order.confirmed"} <= {came[each] for each in events}
        shown = admin.get(page).content.decode()
        assert "order.placed" in shown and secret not in shown
        delivery = rows.WebhookDelivery.objects.get(type="order.placed")
        detail = admin.get(reverse("deliveries:delivery", args=[delivery.pk])).content.decode()
        assert "webhook-signature" in detail and "total_minor" in detail and "204" in detail
        listed = admin.get(reverse("deliveries:index_results"), {"q": delivery.subject_id}).content.decode()
        assert "order.placed" in listed and "webhook.test" not in listed
        admin.post(reverse("deliveries:replay", args=[delivery.pk]))
        span = {"since": "2020-01-01T00:00", "until": "2100-01-01T00:00"}
        assert admin.post(reverse("webhooks:replay", args=[endpoint.pk]), span).url == page
        before = len(receiver.came)
        work()
        assert {headers["webhook-id"] for headers, _body in receiver.came[before:]} == events
        rotated = admin.post(reverse("webhooks:rotate", args=[endpoint.pk]))
        assert rotated.context["secret"] != secret
        for action, state in (("pause", "paused"), ("resume", "active"), ("close", "off")):
            assert admin.post(reverse(f"webhooks:{action}", args=[endpoint.pk])).status_code == 302
            assert journal.webhook(endpoint.pk).state == state


def test_an_address_inside_the_network_is_refused_at_the_form(admin: Any) -> None:
    form = {"name": "ERP", "address": "https://169.254.169.254/", "patterns": "*"}
    answer = admin.post(reverse("webhooks:add"), form)
    assert answer.status_code == 200 and "cannot be called" in answer.content.decode()
    assert not rows.WebhookEndpoint.objects.exists()


def connected(admin: Any, world: Any) -> Any:
    """The ERP with a key of its own, owner of prices."""
    origin = world.context.origin()
    info, _key = org.issue_key("ERP", "erp", world.storefront.code, ["prices:write"], origin=origin, now=world.now)
    form = {"code": "erp", "name": "The ERP", "keys": [info.prefix], "shares_ids": "on"}
    assert admin.post(reverse("systems:add"), form).status_code == 302
    system = rows.System.objects.get()
    own = {"field": "price.amount", "system": str(system.pk), "policy": "record"}
    assert admin.post(reverse("systems:set_owner"), own).url == reverse("systems:owners")
    assert "The ERP" in admin.get(reverse("systems:owners")).content.decode()
    return info


def test_what_staff_change_although_the_erp_owns_it_is_listed_and_decided(admin: Any, world: Any) -> None:
    info = connected(admin, world)
    party = interconnect.party_of(world.context.__class__(**_with(world.context, actor=f"key:{info.prefix}")))
    assert party.system == "erp"
    item = Item(id="BOOK", version=1, fields={"amount": {"minor": 3000, "currency": "EUR"}})
    origin = party_origin(world, info)
    interconnect.bring("price", [item], party=party, key=None, origin=origin, now=clock.now())
    staff = world.context.origin()
    price = PriceToSet(variant_id=world.variants["BOOK"], amount=Money(2000, "EUR"))
    pricing.set_prices([price], market=party.market, origin=staff, now=clock.now())
    while journal.deliver_round(WATCH, now=clock.now()):
        pass
    conflict = rows.Conflict.objects.get()
    listed = admin.get(reverse("conflicts:index")).content.decode()
    assert "BOOK" in listed and "3000" in listed and "2000" in listed
    page = reverse("conflicts:conflict", args=[conflict.pk])
    assert "Take theirs" in admin.get(page).content.decode()
    assert admin.post(reverse("conflicts:theirs", args=[conflict.pk])).url == page
    assert rows.ListPrice.objects.get(variant=world.variants["BOOK"]).amount_minor == 3000
    twice = admin.post(reverse("conflicts:ours", args=[conflict.pk]))
    assert "decided already" in twice.content.decode()


def test_a_comparison_names_its_differences(admin: Any, world: Any) -> None:
    info = connected(admin, world)
    party = interconnect.party_of(world.context.__class__(**_with(world.context, actor=f"key:{info.prefix}")))
    theirs = [
        Listed(id="BOOK", state={"amount": {"minor": 1, "currency": "EUR"}}),
        Listed(id="GONE", checksum="0" * 16),
    ]
    report = interconnect.compare("price", None, theirs, party=party, now=clock.now())
    assert (report.ours, report.theirs, report.same) == (4, 2, 0)
    page = admin.get(reverse("comparisons:comparison", args=[report.id])).content.decode()
    assert "GONE" in page and "missing here" in page and "THROW" in page and "missing there" in page


def _with(context: Any, **changed: Any) -> dict[str, Any]:
    return {name: getattr(context, name) for name in context.__slots__} | changed


def party_origin(world: Any, info: Any) -> Any:
    context = world.context.__class__(**_with(world.context, actor=f"key:{info.prefix}", correlation=uuid4()))
    return context.origin()
