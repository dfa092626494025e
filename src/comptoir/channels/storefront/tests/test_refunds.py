"""The page of an order says what was paid back, what for, by which means, and what is still to come."""

from __future__ import annotations

import re
from types import SimpleNamespace

from django.test import Client
from django.utils.html import strip_tags

from comptoir.aftersales import facade as aftersales
from comptoir.aftersales.tests.test_withdrawal import declare
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.tests.test_order import work
from comptoir.checkout import facade as checkout
from comptoir.checkout.tests.story import filled, wish
from comptoir.invoicing import facade as invoicing
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OpenedOrder, RefundWish
from comptoir.payments import facade as payments
from comptoir.payments.contracts import PaymentResult, Tender

STAFF = {"actor": "staff:1"}


def section(opened: OpenedOrder, language: str) -> list[str]:
    """The words of each refund, the latest first."""
    html = Client().get(address("order", language, link=opened.link)).content.decode()
    found = re.search(r'<ul class="refunds">(.*?)</ul>', html, re.S)
    return [" ".join(strip_tags(part).split()) for part in found[1].split("</li>")[:-1]] if found else []


def test_each_refund_says_what_for_by_which_means_and_with_which_document(world: SimpleNamespace) -> None:
    euro = Money(100, "EUR")
    issue = {"reason": "goodwill", "origin": world.context.origin(), "now": world.now}
    card = payments.issue(kind="gift_card", amount=euro * 10, **issue)
    gift, rest = Tender(kind="gift_card", token=card.code), Tender(kind="test_card", token="tok_success")
    basket = filled(world, "BOOK", "BOWL-OCHRE", quantity=2)
    opened = checkout.place_order(wish(basket, world.context, gift, rest))
    work(world.now)
    assert section(opened, "fr") == []
    book, bowl = (line for line in orders.get(opened.order_id).lines if line.kind == "goods")
    said = {**STAFF, "now": world.now}
    orders.cancel_lines(opened.order_id, {book.position: 2}, reason="changed_mind", **said)
    work(world.now)
    orders.mark_shipped(opened.order_id, tracking_number="6A 1", **said)
    invoicing.issue_due(opened.order_id, now=world.now)
    orders.mark_delivered(opened.order_id, **said)
    orders.refund(opened.order_id, wish=RefundWish(pieces={bowl.position: 1}, delivery=True), reason="damaged", **said)
    (note,) = invoicing.issue_due(opened.order_id, now=world.now)
    made = declare(orders.get(opened.order_id), world.now, {bowl.position: 1})
    aftersales.stop_parcels(made.id, now=world.now)
    awaited, damaged, cancelled = section(opened, "en")
    number = invoicing.get(note).number
    assert awaited.startswith(f"Withdrawal {made.reference}{bowl.unit.format('en')} By ")
    assert damaged.startswith("Damaged or faulty") and f"Credit note {number}" in damaged
    assert "1 × " in damaged and "Delivery, " in damaged and "On its way: Test card" in damaged
    assert "2 × Table notebook" in cancelled and "Paid back " in cancelled and "Credit note" not in cancelled
    asked = orders.get(opened.order_id).payments
    waiting = next(each for each in asked if each.kind == "refund" and not each.answered_at)
    orders.settle_payment(
        waiting.id, PaymentResult(outcome="refused", amount=waiting.amount), actor="system:bank", now=world.now
    )
    assert "nous vous le devons" in section(opened, "fr")[1]
