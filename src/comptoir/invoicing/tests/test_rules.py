"""Sums of random baskets obey EN 16931 and the order's ledger; differences add up to what the order is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.invoicing.contracts import BuyerInfo, DocumentInfo, InvoiceLine
from comptoir.invoicing.documents import check, cii
from comptoir.invoicing.rules import vat
from comptoir.invoicing.rules.difference import Reduced, difference, reduction_by_rate, vat_in
from comptoir.invoicing.rules.moment import is_due, number, prepaid
from comptoir.invoicing.tests import story
from comptoir.pricing import rules as pricing

RATES = (2000, 1000, 550, 210, 2700, 1900, 810, 0)
lines = st.lists(
    st.builds(
        story.line,
        st.sampled_from([f"p{n}" for n in range(40)]), st.integers(1, 50), st.integers(0, 500_000),
        st.sampled_from(RATES),
    ),
    min_size=1, max_size=40,
)  # fmt: skip


@given(lines)
@settings(max_examples=300, deadline=None)
def test_every_basket_makes_documents_that_obey_the_rules_on_sums(basket: list[InvoiceLine]) -> None:
    made = vat.groups(basket)
    assert [line for group in made for line in group] == basket
    for group in made:
        parts = vat.parts(group, seller_vat="FR1")
        net, tax = sum(line.net for line in group), sum(line.vat for line in group)
        assert vat.errors(net, tax, group, parts) == []
        assert net + tax == sum(line.gross for line in group)
    assert [vat_in(line.gross, line.rate_bp) for line in basket] == [
        pricing.vat_in(line.gross, line.rate_bp) for line in basket
    ]


@given(lines)
@settings(max_examples=15, deadline=None)
def test_the_schematron_agrees_with_our_own_check(basket: list[InvoiceLine]) -> None:
    for group in vat.groups(basket):
        assert check.findings(cii.xml(story.document(*group))) == []


@pytest.mark.parametrize(("name", "rule"), [("net", "BR-S-08"), ("vat", "BR-CO-14")])
def test_a_broken_sum_is_refused_by_both_checks(name: str, rule: str) -> None:
    document = story.document(story.line("bowl", 2, 2400))
    part = document.vat[0]
    broken = replace(document, vat=(replace(part, **{name: getattr(part, name) + 150}),))
    assert vat.errors(document.net, document.vat_total, broken.lines, broken.vat)
    lying = cii.xml(broken).replace(
        b"<ram:TaxTotalAmount currencyID=\"EUR\">9.50", b"<ram:TaxTotalAmount currencyID=\"EUR\">8.00"
    )
    assert any(rule in finding for finding in check.findings(lying))


def test_what_the_schema_does_not_know_is_refused() -> None:
    xml = cii.xml(story.document(story.line("bowl", 2, 2400)))
    assert check.findings(xml.replace(b"ram:GrandTotalAmount", b"ram:GreatTotalAmount"))[0].startswith("XSD")
    assert any("BR-CO-16" in each for each in check.findings(xml.replace(b"PrepaidAmount>48", b"PrepaidAmount>47")))


def test_many_lines_of_a_price_that_rounds_badly_become_several_invoices() -> None:
    basket = [story.line(f"p{place}", 1, 2499) for place in range(200)]  # each adds 0.6 cents to the difference
    assert not vat.within(basket)
    made = vat.groups(basket)
    assert len(made) == 2 and sum(len(group) for group in made) == 200
    for group in made:
        assert check.findings(cii.xml(story.document(*group))) == []


def documents() -> dict[str, DocumentInfo]:
    goods = (
        story.line("bowl", 3, 2400), story.line("book", 2, 2499, 550), story.line("home", 1, 490, kind="delivery"),
    )  # fmt: skip
    export = replace(story.LEA, country="CH")
    untaxed = tuple(replace(line, vat=0, rate_bp=0, category="G") for line in goods)
    german = BuyerInfo(
        name="K. Weiß", email="k@example.com", street="Allee 1", more="", postcode="10115", city="Berlin",
        country="DE", company="Weiß GmbH", vat_number="DE136695976",
    )  # fmt: skip
    intra = tuple(replace(line, category="K") for line in untaxed)
    exempt = tuple(replace(line, category="E") for line in untaxed)
    small = story.document(*exempt)
    return {
        "consumer": story.document(*goods),
        "professional": replace(story.document(*goods, buyer=story.PROFESSIONAL), prepaid=0),
        "credit note": story.document(*goods, kind="credit_note", locale="en"),
        "export": story.document(*untaxed, buyer=export),
        "intra-Community": story.document(*intra, buyer=german),
        "voucher beside goods": story.document(story.line("voucher", 1, 5000, 0), *goods),
        "basic exemption": replace(
            small, seller=replace(small.seller, vat_number=""), vat=vat.parts(exempt, seller_vat="")
        ),
        "signs": story.document(story.line("<b>&amp; \x00\x0b \U0001f642 李", 1, 100)),
        "free": story.document(story.line("gift", 1, 0)),
    }


@pytest.mark.parametrize("name", list(documents()))
def test_each_kind_of_sale_passes_schema_and_schematron(name: str) -> None:
    assert check.findings(cii.xml(documents()[name])) == []


@given(lines, lines)
@settings(max_examples=150, deadline=None)
def test_what_is_issued_adds_up_to_what_the_order_became(before: list[InvoiceLine], after: list[InvoiceLine]) -> None:
    first = [story.document(*before)]
    change = difference(after, first, {})
    second = [
        *first, *([story.document(*change.credit, kind="credit_note")] if change.credit else []),
        *([story.document(*change.invoice)] if change.invoice else []),
    ]  # fmt: skip
    assert all(line.quantity > 0 for line in (*change.credit, *change.invoice))
    assert _sum(second) == sum(line.gross for line in after)
    assert difference(after, second, {}) == difference((), (), {})


def _sum(documents: list[DocumentInfo]) -> int:
    return sum(-each.total if each.is_credit_note else each.total for each in documents)


def test_a_reduction_is_credited_once_and_taken_back_with_the_goods() -> None:
    goods = (story.line("bowl", 1, 2400), story.line("book", 1, 2500, 550))
    shares = reduction_by_rate(501, {line.rate_bp: (line.gross, line.vat) for line in goods})
    reduced = {Reduced(rate, "S"): share for rate, share in shares.items()}
    assert sum(gross for gross, _vat in reduced.values()) == 501
    invoice = story.document(*goods)
    less = difference(goods, [invoice], reduced).credit
    credit = story.document(*less, kind="credit_note")
    assert credit.total == 501 and difference(goods, [invoice, credit], reduced).credit == ()
    rest = story.document(*difference((), [invoice, credit], {}).credit, kind="credit_note")
    assert rest.total == invoice.total - 501 and rest.vat_total == invoice.vat_total - credit.vat_total
    assert check.findings(cii.xml(rest)) == []


def test_categories_follow_buyer_and_seller() -> None:
    def category(rate: int, buyer: BuyerInfo, seller_vat: str = "FR1") -> str:
        return vat.category_of(rate, seller_country="FR", seller_vat=seller_vat, buyer=buyer)

    german = replace(story.LEA, country="DE", company="X", vat_number="DE136695976")
    assert category(1900, german) == "S" and category(0, german) == "K"
    assert category(0, replace(story.LEA, country="CH")) == "G"
    card = vat.category_of(
        0, seller_country="FR", seller_vat="FR1", buyer=replace(story.LEA, country="CH"), is_voucher=True
    )
    assert (card, vat.reason_of(card, seller_vat="FR1")) == ("E", "voucher"), "a card is not exported"
    assert category(0, story.LEA) == "E" and category(0, german, "") == "E"


def test_an_invoice_is_due_at_delivery_or_when_a_professional_has_paid() -> None:
    consumer = {"professional": False, "paid_in_full": True}
    assert not is_due("confirmed", **consumer, some_sent=False)
    assert is_due("confirmed", **consumer, some_sent=True) and is_due("delivered", **consumer, some_sent=False)
    assert is_due("confirmed", professional=True, paid_in_full=True, some_sent=False)
    assert not is_due("ready", professional=True, paid_in_full=False, some_sent=False)
    assert not is_due("cancelled", professional=True, paid_in_full=True, some_sent=True)


def test_numbers_and_what_was_paid() -> None:
    assert number("invoice", 2026, 12) == "F2026-000012" and number("credit_note", 2027, 1) == "A2027-000001"
    assert prepaid("invoice", 100, paid=80, standing=0) == 80
    assert prepaid("invoice", 100, paid=80, standing=90) == 0
    assert prepaid("credit_note", 100, paid=80, standing=0) == 0
