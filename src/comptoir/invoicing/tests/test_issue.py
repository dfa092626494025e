"""What is issued when: at delivery, at payment for professionals, and what a change of the order brings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import IntegrityError

from comptoir.invoicing import facade as invoicing
from comptoir.invoicing.contracts import Company
from comptoir.invoicing.documents import check, cii
from comptoir.invoicing.errors import AlreadyInvoiced, NothingToCorrect, SellerUnknown
from comptoir.invoicing.tests import story
from comptoir.kit import cache, sql
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders
from comptoir.orders.books import RATES
from comptoir.orders.contracts import RefundWish
from comptoir.orders.rules import REFUND_REASONS, sale_by_rate
from comptoir.payments import facade as payments

REASON = next(iter(REFUND_REASONS))


def numbers(world: SimpleNamespace, order_id: UUID) -> list[str]:
    return [each.number for each in invoicing.of_order(order_id)]


def test_a_consumers_order_is_invoiced_when_it_leaves_and_once(world: SimpleNamespace) -> None:
    order_id = story.paid(world, "BOWL-OCHRE", "BOOK")
    assert invoicing.issue_due(order_id, now=world.now) == ()
    orders.mark_shipped(order_id, carrier="x", tracking_number="6A1", actor="staff:1", now=world.now)
    (issued,) = invoicing.issue_due(order_id, now=world.now)
    assert invoicing.issue_due(order_id, now=world.now) == ()
    order, document = orders.get(order_id), invoicing.get(issued)
    assert (document.number, document.issued_on) == ("F2026-000001", date(2026, 11, 18))
    assert document.supplied_on == date(2026, 11, 18)
    assert (document.total, document.vat_total) == (order.total.minor, order.vat.minor)
    assert document.prepaid == document.total and document.due == 0
    assert [(p.rate_bp, p.net, p.vat) for p in document.vat] == [
        (p.rate_bp, p.net.minor, p.vat.minor) for p in order.vat_parts
    ]
    assert document.seller.siren == "832145676" and document.buyer.name == "Léa Martin"
    assert sql.rows("SELECT subject_id FROM journal_event WHERE name = 'Invoice Issued'") == [(str(order_id),)]


def test_a_professional_is_invoiced_when_the_order_is_paid(world: SimpleNamespace) -> None:
    order_id = story.paid(world, "BOWL-OCHRE")
    invoicing.name_company(order_id, story.ATELIER, actor="guest", now=world.now)
    (issued,) = invoicing.issue_due(order_id, now=world.now)
    document = invoicing.get(issued)
    assert document.buyer.company == "Atelier Martin SARL" and document.buyer.vat_number == "FR65912345675"
    assert document.supplied_on is None
    before = story.written()
    with pytest.raises(AlreadyInvoiced):
        invoicing.name_company(order_id, story.ATELIER, actor="guest", now=world.now)
    assert story.written() == before


def test_a_company_that_cannot_be_is_refused(world: SimpleNamespace) -> None:
    order_id = story.paid(world, "BOWL-OCHRE")
    before = story.written()
    for company, field in (
        (Company(name="", siren="912345675"), "name"),
        (Company(name="A" * 121, siren="912345675"), "name"),
        (Company(name="Nul\x00", siren="912345675"), "name"),
        (Company(name="Atelier", siren="912345676"), "siren"),
        (Company(name="Atelier", vat_number="FR00912345675"), "vat_number"),
        (Company(name="Atelier"), "siren"),
    ):
        with pytest.raises(Invalid) as refusal:
            invoicing.name_company(order_id, company, actor="guest", now=world.now)
        assert list(refusal.value.errors) == [field] and story.written() == before


def test_an_order_cancelled_after_its_invoice_is_credited_in_full(world: SimpleNamespace) -> None:
    order_id = story.paid(world, "BOWL-OCHRE", "BOOK")
    invoicing.name_company(order_id, story.ATELIER, actor="guest", now=world.now)
    invoicing.issue_due(order_id, now=world.now)
    orders.cancel(order_id, reason="mistake", actor="staff:1", now=world.now)
    (issued,) = invoicing.issue_due(order_id, now=world.now)
    invoice, credit = invoicing.of_order(order_id)
    assert credit.id == issued and credit.number == "A2026-000001"
    assert [each.number for each in credit.corrects] == [invoice.number]
    assert (credit.total, credit.vat_total, credit.prepaid) == (invoice.total, invoice.vat_total, 0)
    assert invoicing.issue_due(order_id, now=world.now) == ()


def test_an_order_cancelled_before_it_was_invoiced_leaves_no_document(world: SimpleNamespace) -> None:
    order_id = story.paid(world, "BOWL-OCHRE")
    orders.cancel(order_id, reason="mistake", actor="staff:1", now=world.now)
    assert invoicing.issue_due(order_id, now=world.now) == ()
    assert numbers(world, order_id) == []


def test_lines_that_changed_are_credited_and_invoiced(world: SimpleNamespace) -> None:
    """The order's rows are changed as an edit would leave them: the bowl is out, a book more."""
    order_id = story.sent(world, "BOWL-OCHRE", "BOOK")
    invoicing.issue_due(order_id, now=world.now)
    change_lines(order_id, "BOWL-OCHRE", 0)
    change_lines(order_id, "BOOK", 2)
    invoicing.issue_due(order_id, now=world.now)
    first, credit, second = invoicing.of_order(order_id)
    assert [(each.sku, each.quantity) for each in credit.lines] == [("BOWL-OCHRE", 1)]
    assert [(each.sku, each.quantity) for each in second.lines] == [("BOOK", 1)]
    assert first.total - credit.total + second.total == orders.get(order_id).total.minor
    assert first.vat_total - credit.vat_total + second.vat_total == orders.get(order_id).vat.minor
    assert second.prepaid == second.total - max(0, orders.get(order_id).due.minor)


def change_lines(order_id: UUID, sku: str, quantity: int) -> None:
    """A line with another quantity (0 takes it out), its sums and those of the order."""
    if quantity:
        sql.run(
            "UPDATE orders_orderline SET quantity = %s, total_minor = unit_minor * %s,"
            " vat_minor = vat_minor * %s / quantity WHERE order_id = %s AND sku = %s",
            [quantity, quantity, quantity, order_id, sku],
        )
    else:
        sql.run("DELETE FROM orders_orderline WHERE order_id = %s AND sku = %s", [order_id, sku])
    sql.run(
        "UPDATE orders_order o SET goods_minor = g.goods, total_minor = g.goods + o.delivery_minor, vat_minor = g.vat"
        " FROM (SELECT coalesce(sum(total_minor) FILTER (WHERE kind = 'goods'), 0) AS goods, sum(vat_minor) AS vat"
        "       FROM orders_orderline WHERE order_id = %s) g WHERE o.id = %s",
        [order_id, order_id],
    )


def test_money_given_back_for_goods_that_are_kept_is_credited_over_the_rates(world: SimpleNamespace) -> None:
    order_id = story.sent(world, "BOWL-OCHRE", "BOOK")
    invoicing.issue_due(order_id, now=world.now)
    orders.refund(order_id, amount=Money(500, "EUR"), reason=REASON, actor="staff:1", now=world.now)
    invoicing.issue_due(order_id, now=world.now)
    _invoice, credit = invoicing.of_order(order_id)
    assert credit.total == 500 and {each.rate_bp for each in credit.lines} == {2000, 550}
    assert {each.kind for each in credit.lines} == {"reduction"}
    assert invoicing.issue_due(order_id, now=world.now) == ()
    anew = invoicing.issue_anew(order_id, company=story.ATELIER, actor="staff:1", now=world.now)
    assert len(anew) == 3  # all back, all again, and the reduction again
    assert invoiced(order_id) == ledgered(order_id)


def test_a_refund_shows_a_credit_note_only_where_it_is_its_own(world: SimpleNamespace) -> None:
    order_id, mixed = story.sent(world, "BOWL-OCHRE"), story.paid(world, "BOWL-OCHRE", "BOOK")
    said = {"actor": "staff:1", "now": world.now}
    invoicing.issue_due(order_id, now=world.now)
    for cents in (500, 300):
        orders.refund(order_id, amount=Money(cents, "EUR"), reason=REASON, **said)
    invoicing.issue_due(order_id, now=world.now)
    refunds = orders.refunds_of(orders.get(order_id))
    found = invoicing.credit_notes_of(order_id, refunds)
    assert [found[each.id].total for each in refunds] == [800, 800], "one note for both"
    first, second = refunds
    found = invoicing.credit_notes_of(order_id, [replace(first, reason="not_wanted"), second])
    assert first.id not in found, "too much was paid: nothing was sold for it"

    line = next(each for each in orders.get(mixed).lines if each.sku == "BOOK")
    orders.cancel_lines(mixed, {line.position: 1}, reason="changed_mind", **said)
    orders.refund(mixed, amount=Money(500, "EUR"), reason=REASON, **said)
    orders.mark_shipped(mixed, tracking_number="6A1", **said)
    invoicing.issue_due(mixed, now=world.now)
    assert [each.total for each in invoicing.of_order(mixed) if each.kind == "credit_note"] == [500]
    assert not invoicing.credit_notes_of(mixed, orders.refunds_of(orders.get(mixed))), "which of both is not known"


def test_what_is_invoiced_is_what_the_ledger_calls_sold(world: SimpleNamespace) -> None:
    order_id = story.sent(world, "BOWL-OCHRE", "BOOK", "THROW")
    for amount in (1, 333, 2222):
        orders.refund(order_id, amount=Money(amount, "EUR"), reason=REASON, actor="staff:1", now=world.now)
        invoicing.issue_due(order_id, now=world.now)
        assert invoiced(order_id) == ledgered(order_id)
    orders.refund(order_id, reason=REASON, actor="staff:1", now=world.now)
    invoicing.issue_due(order_id, now=world.now)
    assert set(invoiced(order_id).values()) == {(0, 0)} == set(ledgered(order_id).values())


def test_what_a_refund_names_is_credited_by_line_and_the_rest_over_the_rates(world: SimpleNamespace) -> None:
    order_id = story.sent(world, "BOWL-OCHRE", "BOWL-OCHRE", "BOOK", "THROW")
    invoicing.issue_due(order_id, now=world.now)
    order = orders.get(order_id)
    bowl, book, throw = (line for line in order.lines if line.kind == "goods")
    staff = {"reason": "returned", "actor": "staff:1", "now": world.now}

    def issued() -> list[tuple[str, str, int, int]]:
        invoicing.issue_due(order_id, now=world.now)
        assert invoiced(order_id) == ledgered(order_id)
        credit = invoicing.of_order(order_id)[-1]
        assert check.findings(cii.xml(credit)) == []
        return [(line.kind, line.sku, line.quantity, line.gross) for line in credit.lines]

    orders.refund(order_id, amount=Money(301, "EUR"), **staff | {"reason": "goodwill"})
    assert {kind for kind, *_ in issued()} == {"reduction"}
    wish = RefundWish(pieces={bowl.position: 1}, reductions={throw.position: Money(500, "EUR")}, delivery=True)
    orders.refund(order_id, wish=wish, **staff)
    told = issued()
    assert ("goods", bowl.sku, 1, bowl.unit.minor) in told and ("reduction", throw.sku, 1, 500) in told
    assert ("delivery", "", 1) in [each[:3] for each in told]
    before = orders.get(order_id)
    for wrong in (
        RefundWish(pieces={bowl.position: 2}), RefundWish(pieces={99: 1}), RefundWish(delivery=True), RefundWish(),
        RefundWish(reductions={book.position: book.unit + Money(1, "EUR")}), RefundWish(put_back={book.position: 1}),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            orders.refund(order_id, wish=wrong, **staff)
    with pytest.raises(Invalid):
        orders.refund(order_id, wish=RefundWish(pieces={bowl.position: 1}), amount=Money(1, "EUR"), **staff)
    assert orders.get(order_id) == before
    orders.refund(order_id, **staff)
    issued()
    assert set(invoiced(order_id).values()) == {(0, 0)} == set(ledgered(order_id).values())
    assert orders.get(order_id).credited == order.total and not payments.refundable(order_id, "EUR")


def invoiced(order_id: UUID) -> dict[int, tuple[int, int]]:
    """Net and VAT by rate, invoices less credit notes."""
    found: dict[int, tuple[int, int]] = {}
    for document in invoicing.of_order(order_id):
        sign = -1 if document.is_credit_note else 1
        for part in document.vat:
            net, vat = found.get(part.rate_bp, (0, 0))
            found[part.rate_bp] = net + sign * part.net, vat + sign * part.vat
    return found


def ledgered(order_id: UUID) -> dict[int, tuple[int, int]]:
    """Net and VAT by rate, as the order's ledger has them."""
    found = sql.rows(RATES, [[order_id]])
    lines = [(rate, gross, vat) for _order, rate, gross, vat, _named in found]
    credited = orders.get(order_id).credited.minor - sum(named for *_, named in found)
    return {rate: (gross - vat, vat) for rate, gross, vat in sale_by_rate(lines, credited)}


def test_correcting_makes_a_credit_note_and_a_new_invoice(world: SimpleNamespace) -> None:
    order_id = story.sent(world, "BOWL-OCHRE")
    invoicing.issue_due(order_id, now=world.now)
    invoicing.issue_anew(order_id, company=story.ATELIER, actor="staff:1", now=world.now)
    first, credit, second = invoicing.of_order(order_id)
    assert (first.number, credit.number, second.number) == ("F2026-000001", "A2026-000001", "F2026-000002")
    assert credit.total == first.total == second.total and second.prepaid == second.total
    assert (first.buyer.company, second.buyer.company) == ("", "Atelier Martin SARL")


def test_nothing_is_corrected_where_nothing_is_invoiced(world: SimpleNamespace) -> None:
    order_id = story.paid(world, "BOWL-OCHRE")
    before = story.written()
    with pytest.raises(NothingToCorrect):
        invoicing.issue_anew(order_id, company=None, actor="staff:1", now=world.now)
    assert story.written() == before


def test_without_the_sellers_identity_nothing_is_issued(world: SimpleNamespace) -> None:
    order_id = story.sent(world, "BOWL-OCHRE")
    sql.run("UPDATE org_legalentity SET siren = '', vat_number = ''")
    cache.forget()
    before = story.written()
    with pytest.raises(SellerUnknown):
        invoicing.issue_due(order_id, now=world.now)
    assert story.written() == before
    cache.forget()


def test_what_was_issued_cannot_be_rewritten_or_taken_away(world: SimpleNamespace) -> None:
    invoicing.issue_due(story.sent(world, "BOWL-OCHRE"), now=world.now)
    for statement in ("UPDATE invoicing_document SET total_minor = 0", "DELETE FROM invoicing_document"):
        with pytest.raises(IntegrityError):
            sql.run(statement)
    assert invoicing.check() == []


def test_a_new_year_begins_a_new_series_by_the_sellers_clock(world: SimpleNamespace) -> None:
    first, second = story.sent(world, "BOWL-OCHRE"), story.sent(world, "BOOK")
    invoicing.issue_due(first, now=datetime(2026, 12, 31, 22, 59, tzinfo=UTC))
    invoicing.issue_due(second, now=datetime(2026, 12, 31, 23, 1, tzinfo=UTC))  # 00:01 in Paris
    assert numbers(world, first) == ["F2026-000001"] and numbers(world, second) == ["F2027-000001"]
    assert invoicing.of_order(second)[0].issued_on == date(2027, 1, 1)
    assert invoicing.check() == []


def test_a_clock_that_is_behind_does_not_turn_dates_back(world: SimpleNamespace) -> None:
    first, second = story.sent(world, "BOWL-OCHRE"), story.sent(world, "BOOK")
    invoicing.issue_due(first, now=world.now)
    invoicing.issue_due(second, now=world.now - timedelta(days=3))
    assert invoicing.of_order(second)[0].issued_on == invoicing.of_order(first)[0].issued_on
    assert invoicing.check() == []
