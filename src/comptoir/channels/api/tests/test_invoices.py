"""Invoices over the API: by the order's link, by a key with its scope, and by nobody else."""

from uuid import uuid4

from comptoir.invoicing import facade as invoicing
from comptoir.invoicing.tests import story
from comptoir.orders import facade as orders


def issued(world, *skus):
    order_id = story.sent(world, *skus)
    (document_id,) = invoicing.issue_due(order_id, now=world.now)
    return order_id, document_id


def test_a_buyer_reads_the_invoice_by_the_link_of_the_order(world, guest):
    order_id, document_id = issued(world, "BOWL-OCHRE", "BOOK")
    token = orders.link(order_id)
    (shown,) = guest.get(f"/v1/orders/{order_id}/invoices?token={token}").body["items"]
    assert shown == guest.get(f"/v1/invoices/{document_id}?token={token}").body
    assert shown["number"] == "F2026-000001" and shown["total"]["minor"] == orders.get(order_id).total.minor
    assert sum(line["gross"]["minor"] for line in shown["lines"]) == shown["total"]["minor"]
    for form, begins in (("pdf", b"%PDF-1.7"), ("xml", b"<?xml")):
        answer = guest.client.get(f"/api/v1/invoices/{document_id}/{form}?token={token}")
        assert answer.status_code == 200 and answer.content.startswith(begins)


def test_nobody_reads_anothers_invoice(world, guest, caller_with):
    mine, _ = issued(world, "BOWL-OCHRE")
    theirs, document_id = issued(world, "BOOK")
    other_scope = caller_with("orders:read")
    here = f"/v1/invoices/{document_id}"
    for address in (here, f"{here}/pdf", f"{here}/xml"):
        assert guest.get(address).status == 401
        assert guest.get(f"{address}?token={orders.link(mine)}").body["code"] == "link_invalid"
        assert other_scope.get(address).body["code"] == "scope_missing"
    assert guest.get(f"/v1/orders/{theirs}/invoices?token={orders.link(mine)}").body["code"] == "link_invalid"
    assert guest.get("/v1/invoices").status == 401
    assert guest.get(f"/v1/invoices/{uuid4()}").status == 401


def test_a_program_lists_searches_and_pages(world, caller_with):
    first, _ = issued(world, "BOWL-OCHRE")
    issued(world, "BOOK")
    invoicing.issue_anew(first, company=story.ATELIER, actor="staff:1", now=world.now)
    program = caller_with("invoices:read")
    listed = program.get("/v1/invoices?size=2")
    assert listed.body["total"] == 4 and len(listed.body["items"]) == 2 and 'rel="next"' in listed.headers["Link"]
    assert [row["number"] for row in program.get("/v1/invoices?search=atelier").body["items"]] == ["F2026-000003"]
    assert [row["number"] for row in program.get("/v1/invoices?kind=credit_note").body["items"]] == ["A2026-000001"]
    assert program.get("/v1/invoices?since=2026-11-19").body["total"] == 0


def test_a_buyer_names_a_company_and_a_wrong_one_is_refused(world, guest):
    order_id = story.paid(world, "BOWL-OCHRE")
    address = f"/v1/orders/{order_id}/company?token={orders.link(order_id)}"
    wrong = guest.put(address, {"name": "Atelier", "siren": "1"})
    assert wrong.status == 422 and wrong.body["errors"][0]["field"] == "siren"
    assert guest.put(address, {"name": "Atelier", "siren": "912 345 675"}).body["siren"] == "912345675"
    invoicing.issue_due(order_id, now=world.now)
    assert guest.put(address, {"name": "Autre", "siren": "912345675"}).body["code"] == "already_invoiced"
