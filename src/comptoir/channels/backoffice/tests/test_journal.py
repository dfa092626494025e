"""The journal as it is read by who answers for the shop: without counts at first, found by what people know."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.urls import reverse

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.screens import journal_search
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.storefront import PagesCounted
from comptoir.kit import clock


def test_the_journal_hides_counts_of_visits_until_they_are_asked_for(admin, log_in) -> None:
    counted = PagesCounted(
        count_id=uuid4(), minute=clock.now(), kind_of_page="product", device="phone", ahead=False, times=3
    )
    with transaction.atomic(durable=True):
        who = Origin(actor="system", channel="worker", correlation=uuid4())
        journal.append(counted, origin=who, occurred_at=clock.now())

    def listed(who: Any = admin, **asked: str) -> str:
        return who.get(reverse("journal:index_results"), asked).content.decode()

    assert "Pages counted, tied to nobody" not in listed()
    assert "Pages counted, tied to nobody" in listed(counts="shown")
    assert "Pages counted, tied to nobody" in listed(name="Pages Counted")
    assert "Pages comptées" in listed(log_in("administrator", "fr"), q="pages comptées")


def test_the_journal_is_found_by_who_by_what_and_by_the_name_of_an_event(admin, log_in, place, world) -> None:
    order = place()
    admin.post(reverse("orders:cancel", args=[order]), {"reason": "changed_mind"})

    def listed(who: Any, **asked: str) -> str:
        return who.get(reverse("journal:index_results"), asked).content.decode()

    number = rows.Order.objects.get(pk=order).number
    french = log_in("administrator", "fr")
    for asked in ("administrator", "camille@example.com", "Order Cancelled", "commande annulée", number[:6]):
        assert "Commande annulée" in listed(french, q=asked), asked
    assert "Order Cancelled" not in listed(french), "the names of events are in the reader's language"
    log_in("merchant")
    nameless = rows.Account.objects.get(email="merchant-en@example.com")
    me = rows.Account.objects.get(email="administrator-en@example.com")
    assert "order" in journal_search.meant("camille@example.com", me)
    assert not journal_search.meant("camille@example.com", nameless), "who sees no names finds nobody by them"
    product = rows.Product.objects.order_by("external_id").first()
    sku = rows.Variant.objects.filter(product=product).values_list("sku", flat=True)[0]
    for asked in (product.external_id, sku):
        assert "Product created" in listed(admin, q=asked), asked


def test_a_search_of_the_journal_reads_by_an_index(admin, place) -> None:
    place()
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
    me = rows.Account.objects.get(email="administrator-en@example.com")
    for text in ("camille@example.com", "administrator", "order cancelled", str(uuid4())):
        plan = journal_search.found(rows.JournalEvent.objects.order_by("-pk"), text, me).explain()
        assert "Seq Scan" not in plan, plan
    plan = rows.JournalEvent.objects.filter(journal_search.but_counts()).explain()
    assert "journal_exempt" not in plan and "journal_facts" in plan
