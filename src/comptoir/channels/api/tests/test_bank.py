"""An account statement comes by the API."""

from __future__ import annotations

from comptoir.checkout.tests import story
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.payments.contracts import Tender
from comptoir.treasury.tests.conftest import bank  # noqa: F401
from comptoir.treasury.tests.statements import Transfer, statement


def test_a_statement_confirms_the_order_that_it_pays_and_what_cannot_be_is_refused(bank, caller_with):  # noqa: F811
    opened = story.placed(bank, "BOOK", tender=Tender(kind="bank_transfer"))
    jobs.work_payments(bank.now)
    order = orders.get(opened.order_id)
    paid = Transfer(amount=str(order.total.decimal), reference=order.payments[0].provider_reference, servicer="A1")
    staff = caller_with("orders:read")
    (row,) = staff.get("/v1/orders").body["items"]
    assert row["promised"] is None and row["promised_by"], "the field of before stays"
    assert staff.get(f"/v1/orders/{order.id}").body["promise"] is None
    program = caller_with("bank:write")
    (done,) = program.post("/v1/bank-statements", statement(paid)).body
    assert (done["statement_id"], done["matched"], done["known"]) == ("S-1", 1, False)
    assert orders.get(order.id).state == "confirmed"
    (row,) = staff.get("/v1/orders").body["items"]
    assert row["promised"] == row["promised_by"] == staff.get(f"/v1/orders/{order.id}").body["promise"]["due"]
    assert program.post("/v1/bank-statements", statement(paid)).body[0]["known"] is True
    foreign = statement(iban="FR1420041010050500013M02606")
    for body, reason in ((foreign, "foreign"), (b"<x/>", "unreadable"), (b"", "unreadable")):
        refused = program.post("/v1/bank-statements", body)
        assert (refused.status, refused.body["code"]) == (422, f"statement_{reason}")
    assert caller_with("payments:write").post("/v1/bank-statements", statement(paid)).status == 403
