"""A digital good that is paid can be fetched by its order, and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.aftersales import facade as aftersales
from comptoir.aftersales.tests.test_disputed import said as disputed
from comptoir.catalog import facade as catalog
from comptoir.checkout import facade as checkout
from comptoir.checkout.tests.story import filled, wish
from comptoir.downloads import facade as downloads
from comptoir.downloads import rules
from comptoir.downloads.commands.fetch import BY_ORDER
from comptoir.downloads.errors import FilesChanged, LastFile, NotDigital, NothingToFetch
from comptoir.downloads.mail import send
from comptoir.downloads.models import DigitalFile
from comptoir.downloads.queries import waiting
from comptoir.journal import facade as journal
from comptoir.kit import brakes
from comptoir.kit.brakes import TooFast
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.payments.contracts import Tender

PDF = b"%PDF-1.7 a pattern"
NOWHERE = UUID(int=7)


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("patron.pdf", PDF, {}), ("patron.PDF", PDF, {}), ("patron.html", PDF, {"file": "not_a_choice"}),
        ("patron.pdf", b"<html>", {"file": "not_a_choice"}), ("patron.pdf", b"", {"file": "missing"}),
        ("patron.pdf", b"%PDF-" + b"0" * rules.LARGEST, {"file": "too_large"}),
    ],
)  # fmt: skip
def test_a_file_is_what_its_name_says(name, content, wrong) -> None:
    assert rules.errors(name, content) == wrong
    assert rules.clean_name("../..\\C:\\" + name) == name


def test_what_is_paid_is_fetched_and_counted_and_nothing_else_is(world: SimpleNamespace) -> None:
    product, said = world.products["book"], {"origin": world.context.origin(), "now": world.now}
    with pytest.raises(NotDigital):
        downloads.keep_file(product, name="patron.pdf", content=PDF, **said)
    catalog.set_nature(product, nature="digital", **said)
    with pytest.raises(Invalid):
        downloads.keep_file(product, name="patron.exe", content=PDF, **said)
    assert not DigitalFile.objects.exists()
    basket = filled(world, "BOOK")
    opened = checkout.place_order(replace(wish(basket, world.context), supply_agreed=True))
    assert downloads.grant(opened.order_id, now=world.now) == 0
    with pytest.raises(NothingToFetch):
        downloads.fetch(opened.order_id, NOWHERE, **said)
    while jobs.work_payments(world.now):
        pass
    assert downloads.grant(opened.order_id, now=world.now) == 0, "it waits for its file"
    assert waiting(order_ids=(), product_ids=[product]) == {opened.order_id}
    assert downloads.keep_file(product, name="patron.pdf", content=PDF, **said)
    assert [downloads.grant(opened.order_id, now=world.now) for _again in range(2)] == [1, 0]
    assert orders.get(opened.order_id).state == "delivered"
    for _again in range(2):
        send(opened.order_id, now=world.now)
    assert len(mail.outbox) == 1 and "patron.pdf" in mail.outbox[0].body
    assert orders.get(opened.order_id).at_request in mail.outbox[0].body
    (file,) = downloads.files_of(product)
    assert downloads.fetch(opened.order_id, file.id, **said).content == PDF
    assert [each.fetched for each in downloads.downloads_of(opened.order_id)] == [1]
    assert "File Downloaded" in [event.name for event in journal.timeline("order", opened.order_id)]
    right = aftersales.right(orders.get(opened.order_id), world.now)
    assert (right.refusal, right.lines[0].exclusion) == ("goods_excluded", "digital")


def test_a_product_has_several_files_in_an_order_and_one_may_go(world: SimpleNamespace) -> None:
    product, said = world.products["book"], {"origin": world.context.origin(), "now": world.now}
    order = bought(world)
    for name in ("patron.pdf", "mesures.pdf"):
        assert downloads.keep_file(product, name=name, content=PDF, **said)
    assert not downloads.keep_file(product, name="patron.pdf", content=PDF, **said)
    assert downloads.keep_file(product, name="patron.pdf", content=PDF + b"2", **said), "in the place of its namesake"
    downloads.grant(order, now=world.now)
    first, second = downloads.files_of(product)
    assert [each.name for each in downloads.downloads_of(order)] == [first.name, second.name] == [
        "patron.pdf", "mesures.pdf"
    ]  # fmt: skip
    for wrong in ([NOWHERE], [first.id, first.id]):
        with pytest.raises(Invalid):
            downloads.arrange_files(product, wrong, **said)
    assert downloads.arrange_files(product, [second.id, first.id], **said)
    assert not downloads.arrange_files(product, [second.id, first.id], **said)
    assert downloads.fetch(order, first.id, **said).content == PDF + b"2"
    with pytest.raises(FilesChanged):
        downloads.arrange_files(product, [second.id], **said)
    downloads.arrange_files(product, [second.id], removed=[first.id], **said)
    with pytest.raises(LastFile):
        downloads.arrange_files(product, [], removed=[second.id], **said)
    assert [each.name for each in downloads.downloads_of(order)] == ["mesures.pdf"]
    with pytest.raises(NothingToFetch):
        downloads.fetch(order, first.id, **said)


def test_there_is_an_end_of_files(world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    product, said = world.products["book"], {"origin": world.context.origin(), "now": world.now}
    catalog.set_nature(product, nature="digital", **said)
    monkeypatch.setattr(rules, "MOST", 1)
    downloads.keep_file(product, name="patron.pdf", content=PDF, **said)
    downloads.keep_file(product, name="patron.pdf", content=PDF + b"2", **said)
    with pytest.raises(Invalid):
        downloads.keep_file(product, name="mesures.pdf", content=PDF, **said)
    assert len(downloads.files_of(product)) == 1


def bought(world: SimpleNamespace, *skus: str, token: str = "tok_success") -> UUID:
    said = {"origin": world.context.origin(), "now": world.now}
    catalog.set_nature(world.products["book"], nature="digital", **said)
    tender = Tender(kind="test_card", token=token)
    wanted = replace(wish(filled(world, "BOOK", *skus), world.context, tender), supply_agreed=True)
    opened = checkout.place_order(wanted)
    pay(world)
    return opened.order_id


def pay(world: SimpleNamespace) -> None:
    while jobs.work_payments(world.now):
        pass


@pytest.mark.parametrize("how", ["refund", "dispute"])
@pytest.mark.parametrize("first", ["file", "money"])
def test_nothing_is_open_once_the_money_went_back(world: SimpleNamespace, how, first) -> None:
    product, said = world.products["book"], {"origin": world.context.origin(), "now": world.now}
    order = bought(world)
    if first == "file":
        downloads.keep_file(product, name="patron.pdf", content=PDF, **said)
        assert downloads.grant(order, now=world.now) == 1 == len(downloads.downloads_of(order))
    if how == "refund":
        orders.refund(order, reason="goodwill", actor="staff:1", now=world.now)
    else:
        disputed(orders.get(order), "lost", world.now)
    if first == "money":
        downloads.keep_file(product, name="patron.pdf", content=PDF, **said)
        assert waiting(order_ids=[order], product_ids=[product]) == set()
        assert downloads.grant(order, now=world.now) == 0 and orders.get(order).state == "confirmed"
    assert downloads.downloads_of(order) == []
    with pytest.raises(NothingToFetch):
        downloads.fetch(order, downloads.files_of(product)[0].id, **said)


@pytest.mark.parametrize("beside", [(), ("BOWL-BLUE",)])
def test_what_a_bank_only_reserves_is_taken_before_a_file_is_given(world: SimpleNamespace, beside) -> None:
    product, said = world.products["book"], {"origin": world.context.origin(), "now": world.now}
    order = bought(world, *beside, token="tok_authorise")
    downloads.keep_file(product, name="patron.pdf", content=PDF, **said)
    assert downloads.grant(order, now=world.now) == 0
    assert orders.get(order).state == ("partly_delivered" if beside else "delivered"), "its money is asked for"
    with pytest.raises(NothingToFetch):
        downloads.fetch(order, downloads.files_of(product)[0].id, **said)
    pay(world)
    assert bool(orders.get(order).due) is bool(beside), "what waits is not taken yet"
    assert waiting(order_ids=[order], product_ids=()) == {order}, "so it is heard of again"
    assert downloads.grant(order, now=world.now) == 1
    assert downloads.fetch(order, downloads.files_of(product)[0].id, **said).content == PDF
    assert waiting(order_ids=[order], product_ids=()) == ({order} if beside else set())


def test_a_file_is_read_only_for_who_may_fetch_it_and_not_without_end(world: SimpleNamespace) -> None:
    product, said = world.products["book"], {"origin": world.context.origin(), "now": world.now}
    order = bought(world)
    downloads.keep_file(product, name="patron.pdf", content=PDF, **said)
    with CaptureQueriesContext(connection) as asked, pytest.raises(NothingToFetch):
        downloads.fetch(order, downloads.files_of(product)[0].id, **said)
    assert not any('"content"' in each["sql"] for each in asked.captured_queries)
    downloads.grant(order, now=world.now)
    for _try in range(BY_ORDER.tries - 1):
        brakes.press((BY_ORDER, str(order)), now=world.now)
    with pytest.raises(TooFast):
        downloads.fetch(order, downloads.files_of(product)[0].id, **said)
    assert [each.fetched for each in downloads.downloads_of(order)] == [0]
