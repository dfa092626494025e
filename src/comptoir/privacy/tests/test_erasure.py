"""A person who leaves traces everywhere is forgotten: every column of every table is searched."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from psycopg import sql as names

from comptoir.accounts.errors import StaffStays
from comptoir.checkout import facade as checkout
from comptoir.checkout.tests import story
from comptoir.consent import facade as consent
from comptoir.customers import facade as customers
from comptoir.insights import facade as insights
from comptoir.invoicing import facade as invoicing
from comptoir.journal import facade as journal
from comptoir.journal import testing
from comptoir.journal.vocabulary.checkout import ProductAdded
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import NotFound
from comptoir.orders import facade as orders
from comptoir.orders.tests import shop
from comptoir.org import facade as org
from comptoir.privacy import facade as privacy
from comptoir.privacy import rules
from comptoir.privacy.commands import work_erasures
from comptoir.privacy.errors import ErasureUnderway, ReceiptNotOurs
from comptoir.privacy.models import Erasure
from comptoir.profiles import facade as profiles
from comptoir.project.consumers import CONSUMERS
from comptoir.recognition import facade as recognition
from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import ReviewDraft
from comptoir.segments import facade as segments
from comptoir.wishes import facade as wishes

DAY = timedelta(days=1)
DEVICE = "0b0b0b0b-1111-4222-8333-444444444444"
# What names this person. Nothing of it is a word of the house's own texts.
TRACES = ("zebulon", "quintessence", "rue des mirabelles", "0677889900", "677889900", DEVICE)
# Kept as the receipt says: what was issued to them. Nothing else.
KEPT_BY_LAW = {"invoicing_document"}


def found(traces: tuple[str, ...] = TRACES) -> dict[str, str]:
    """Table → the first row with a trace of the person; views and other schemas hold nothing of their own."""
    tables = sql.rows(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1"
    )
    hits = {}
    for (table,) in tables:
        asked = names.SQL("SELECT t::text FROM {} AS t WHERE t::text ILIKE ANY(%s) LIMIT 1").format(
            names.Identifier(table)
        )
        row = sql.row(asked.as_string(None), [[f"%{each}%" for each in traces]])
        if row:
            hits[table] = row[0]
    return hits


@pytest.fixture
def zebulon(world: SimpleNamespace) -> SimpleNamespace:
    """An account, an order that arrived, a basket, wishes, a review, a note, an invoice, and a visit with consent."""
    email = "zebulon@example.com"
    context = replace(world.context, visitor=DEVICE, purposes=frozenset({"measurement"}))
    account_id = org.open_account(
        email=email, password="a password of tests", name="Zebulon Quintessence", origin=context.origin(), now=world.now
    )
    customer_id = recognition.know_account(
        account_id, email=email, locale="fr", origin=context.origin(), now=world.now
    )
    known = replace(context, customer_id=customer_id, actor=f"customer:{customer_id}")
    bought = replace(
        story.CONTACT, email=email, name="Zebulon Quintessence", street="9 rue des Mirabelles", phone="0677889900"
    )
    basket = checkout.open_basket(known)
    checkout.add(basket, world.variants["BOOK"], 1, known)
    checkout.prepare(basket, known, contact=bought, delivery="home")
    order = checkout.place_order(story.wish(basket, known))
    shop.work(world.now)
    orders.add_note(order.order_id, "Zebulon rappelle demain", actor=shop.STAFF, now=world.now)
    orders.mark_shipped(order.order_id, tracking_number="6A1", actor=shop.STAFF, now=world.now)
    shop.work(world.now)
    orders.mark_delivered(order.order_id, actor=shop.STAFF, now=world.now + DAY)
    testing.deliver(CONSUMERS)
    invoicing.issue_due(order.order_id, now=world.now + DAY)
    (right,) = reviews.of_order(order.order_id)
    draft = ReviewDraft(rating=5, title="Merci", text="Signé Zebulon.", author="Zebulon Q.", locale="fr")
    reviews.submit(right.id, draft, origin=known.origin(), now=world.now + DAY)
    again = checkout.open_basket(known)
    checkout.add(again, world.variants["BOWL-OCHRE"], 2, known)
    checkout.prepare(again, known, contact=bought, delivery="home")
    wishes.keep_wish(world.variants["THROW"], known)
    consent.choose(["measurement", "personalisation"], known, means="banner", visitor=DEVICE)
    consent.ask_email(email, known, wording="The letter", means="account")
    consent.allow_messages("sms", "06 77 88 99 00", known, wording="SMS", means="account")
    consent.withdraw_messages("call", "06 77 88 99 00", known, means="account")
    with transaction.atomic():
        word = ProductAdded(basket_id=again, variant_id=world.variants["BOOK"], quantity=1)
        journal.append(word, origin=known.origin(), occurred_at=world.now)
    rule = {"trait": "orders_count", "test": "at_least", "value": 1}
    segments.define(
        "buyers", name={"fr": "Ont commandé", "en": "Have ordered"}, definition={"version": 1, "rule": rule},
        origin=context.origin(), now=world.now,
    )  # fmt: skip
    testing.deliver(CONSUMERS)
    while segments.work(world.now + DAY):
        pass
    return SimpleNamespace(id=customer_id, account=account_id, order=order, context=known, email=email)


def ask(world: SimpleNamespace, customer_id: UUID, now: object = None) -> UUID:
    asked = privacy.ask_erasure(
        customer_id, cause="asked", locale="fr", origin=world.context.origin(), now=now or world.now
    )
    return asked.id


def in_the_lake() -> int:
    """Rows of the decoded lake with a trace of the person."""
    with insights.opened() as base:
        told = " OR ".join("events::VARCHAR ILIKE ?" for _each in TRACES)
        found = base.execute(f"SELECT count(*) FROM events WHERE {told}", [f"%{each}%" for each in TRACES]).fetchone()
    return int(found[0])


def test_what_is_reckoned_of_a_person_is_called_an_estimate_and_no_demand() -> None:
    (name,) = [each.name for each in privacy.HOLDINGS if each.code == "foreseen"]
    assert (name.read("fr"), name.read("en")) == ("Nos estimations", "Our estimates")


def test_nothing_of_a_forgotten_person_is_left_in_any_column_or_in_the_lake(
    world: SimpleNamespace, zebulon: SimpleNamespace, settings: Any, tmp_path: Path
) -> None:
    settings.LAKE_ROOT = tmp_path / "lake"
    insights.fill_lake(world.now)
    assert in_the_lake() > 0, "the search finds what is there"
    person = profiles.person_of("customer", str(zebulon.id))
    assert segments.of_person(person, "personalisation"), "they are in a segment"
    before = found()
    for table in ("customers_address", "org_account", "orders_note", "reviews_review", "invoicing_document",
                  "consent_choice", "consent_recipient"):  # fmt: skip
        assert table in before, "the search finds what is there"
    assert any(table.startswith("journal_behaviour") for table in before)
    later = world.now + 40 * DAY  # delivered, and past the right to withdraw
    erasure = ask(world, zebulon.id, later)
    assert privacy.work_erasures(later) == 1
    left = found()
    assert set(left) <= KEPT_BY_LAW, left
    assert in_the_lake() == 0
    segments.work(later)  # takes the note that they changed
    assert [table for table in found((str(person),)) if not table.startswith("privacy_")] == []

    done = Erasure.objects.get(id=erasure)
    record = privacy.read_receipt(done.receipt)
    assert record["erased"]["Vos coordonnées"] >= 2
    assert set(record["kept"]) == {
        "Vos commandes", "Vos factures", "Vos choix", "Vos rétractations", "Lettres, messages et appels",
    }  # fmt: skip
    assert record["backups_until"] == (later + rules.BACKUPS_KEPT).date().isoformat()
    with pytest.raises(ReceiptNotOurs):
        privacy.read_receipt(done.receipt.replace("asked_at", "asked_it"))
    # the accounts are whole, and name nobody
    order = orders.get(zebulon.order.order_id)
    assert order.total.minor > 0 and order.contact.name == "" and order.contact.postcode == "75"
    assert "zebulon" not in json.dumps(privacy.told(zebulon.id, "fr", later), default=str).lower().replace(
        json.dumps(privacy.told(zebulon.id, "fr", later)["invoices"], default=str).lower(), ""
    )


def test_what_an_order_needs_waits_until_it_is_through(world: SimpleNamespace, zebulon: SimpleNamespace) -> None:
    soon = world.now + 3 * DAY
    erasure = ask(world, zebulon.id, soon)
    with pytest.raises(ErasureUnderway):
        ask(world, zebulon.id, soon)
    assert privacy.work_erasures(soon) == 0
    waiting = privacy.erasure_of(zebulon.id)
    assert waiting and waiting.state == "waiting" and waiting.waits_until is not None
    assert orders.get(zebulon.order.order_id).contact.name == "Zebulon Quintessence"
    assert wishes.of_person(zebulon.email, zebulon.id) == [] and checkout.gathered_by(zebulon.id) == []
    assert not any(table.startswith("journal_behaviour") for table in found())
    with transaction.atomic():  # another browser of theirs goes on meanwhile
        word = ProductAdded(basket_id=uuid7(), variant_id=world.variants["BOOK"], quantity=1)
        journal.append(word, origin=zebulon.context.origin(), occurred_at=soon + DAY)
    testing.deliver(CONSUMERS)
    assert any(table.startswith("journal_behaviour") for table in found())
    assert privacy.work_erasures(soon + timedelta(minutes=5)) == 0, "not looked at again before hours are over"
    assert privacy.work_erasures(soon + 40 * DAY) == 1
    assert Erasure.objects.get(id=erasure).state == "done"
    assert set(found()) <= KEPT_BY_LAW, "what came meanwhile went too"


def test_the_trouble_of_one_holds_nobody_else_up(
    world: SimpleNamespace, zebulon: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = world.now + 40 * DAY
    with transaction.atomic():
        other = customers.name_buyer(
            replace(story.CONTACT, email="lou@example.com"), with_address=True, locale="fr", now=world.now
        ).customer_id
    troubled, other = ask(world, zebulon.id, later), ask(world, other, later)
    free = work_erasures._free

    def breaks(customer_id: UUID, now: datetime) -> object:
        if customer_id == zebulon.id:
            raise RuntimeError("a statement took too long")
        return free(customer_id, now)

    monkeypatch.setattr(work_erasures, "_free", breaks)
    assert privacy.work_erasures(later) == 1
    states = dict(Erasure.objects.values_list("id", "state"))
    assert (states[troubled], states[other]) == ("working", "done")


def test_a_crash_after_any_holding_goes_on_from_there(
    world: SimpleNamespace, zebulon: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = world.now + 40 * DAY
    erasure = ask(world, zebulon.id, later)
    noting = work_erasures._note
    for place in range(sum(bool(each.forget) for each in privacy.HOLDINGS)):
        monkeypatch.setattr(work_erasures, "_note", _dies_at(place, noting))
        with pytest.raises(KeyboardInterrupt):  # gone after the holding committed and before it was noted
            privacy.erase(erasure, later)
    monkeypatch.setattr(work_erasures, "_note", noting)
    assert privacy.erase(erasure, later)
    assert Erasure.objects.get(id=erasure).state == "done"
    assert set(found()) <= KEPT_BY_LAW
    completed = sql.rows("SELECT count(*) FROM journal_event WHERE name = 'Erasure Completed'")
    assert completed[0][0] == 1


def _dies_at(place: int, noting: Callable[..., None]) -> Callable[..., None]:
    calls: list[object] = []

    def note(*given: object) -> None:
        calls.append(given)
        if len(calls) > place:
            raise KeyboardInterrupt
        noting(*given)

    return note


def test_staff_and_strangers_are_refused_and_nothing_is_written(world: SimpleNamespace) -> None:
    staff = org.account_of("staff@example.com")
    assert staff
    customer = recognition.know_account(
        staff.id, email=staff.email, locale="fr", origin=world.context.origin(), now=world.now
    )
    before = sql.rows("SELECT count(*) FROM journal_event")
    with pytest.raises(StaffStays):
        ask(world, customer)
    with pytest.raises(NotFound):
        ask(world, uuid7())
    assert sql.rows("SELECT count(*) FROM journal_event") == before and not Erasure.objects.exists()


def test_everything_is_told_and_that_it_was_told(world: SimpleNamespace, zebulon: SimpleNamespace) -> None:
    told = privacy.give(zebulon.id, form="json", locale="fr", origin=zebulon.context.origin(), now=world.now)
    text = json.dumps(told, default=str, ensure_ascii=False)
    assert told["groups"][0]["group"] == "Ont commandé" and told["groups"][0]["because"]
    for part in ("zebulon@example.com", "9 rue des Mirabelles", "Cahier de table", "Signé Zebulon.", "Bol Matin"):
        assert part in text, part
    assert told["wishes"][0]["article"] == "Plaid du Plateau" and told["behaviour"]
    assert sql.rows("SELECT payload->>'form' FROM journal_event WHERE name = 'Own Data Given'") == [("json",)]
    privacy.correct(zebulon.id, name="Zébulon Q.", phone="", origin=zebulon.context.origin(), now=world.now + DAY)
    assert customers.people([zebulon.id])[zebulon.id].name == "Zébulon Q."
    assert orders.get(zebulon.order.order_id).contact.name == "Zebulon Quintessence", "the promise stays as it was"


def test_who_was_not_heard_of_for_three_years_is_let_go(world: SimpleNamespace, zebulon: SimpleNamespace) -> None:
    assert privacy.let_inactive_go(world.now + rules.PROSPECT_KEPT - DAY) == 0
    later = world.now + rules.PROSPECT_KEPT + 2 * DAY
    assert privacy.let_inactive_go(later) >= 1 and privacy.let_inactive_go(later) == 0
    assert privacy.work_erasures(later) >= 1
    assert set(found()) <= KEPT_BY_LAW
    assert Erasure.objects.get(customer_id=zebulon.id).cause == "inactive"
