"""From a parcel that leaves to a message with a checked invoice; and again when somebody asks."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.core import mail
from pypdf import PdfReader

from comptoir.invoicing import facade as invoicing
from comptoir.invoicing import handlers
from comptoir.invoicing.tests import story
from comptoir.journal import testing
from comptoir.kit import sql
from comptoir.orders import facade as orders

JOBS = "SELECT task_name, args FROM procrastinate_jobs WHERE task_name LIKE 'invoicing.' || chr(37) ORDER BY id"
TASKS = {task.name: task for task in (handlers.issue_documents, handlers.make_forms, handlers.send_document)}


@pytest.fixture(autouse=True)
def no_real_mail(settings: SimpleNamespace) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


def work() -> list[str]:
    """The journal's listeners and the jobs that they ask for, until all is quiet."""
    done: list[str] = []
    while True:
        testing.deliver([handlers.ISSUE, handlers.FORMS])
        waiting = sql.rows(JOBS)
        if not waiting:
            return done
        sql.run("DELETE FROM procrastinate_jobs WHERE task_name LIKE 'invoicing.' || chr(37)")
        for name, args in waiting:
            TASKS[name](**args)
            done.append(name)


def test_a_parcel_that_leaves_brings_an_invoice_checked_and_sent(world: SimpleNamespace) -> None:
    order_id = story.paid(world, "BOWL-OCHRE", "BOOK")
    assert work() == []
    orders.mark_shipped(order_id, carrier="x", tracking_number="6A1", actor="staff:1", now=world.now)
    assert work() == ["invoicing.issue", "invoicing.forms", "invoicing.mail"]
    (document,) = invoicing.of_order(order_id)
    form = invoicing.electronic(document.id)
    assert form and form.valid and form.findings == ()
    (message,) = mail.outbox
    assert message.to == ["lea@example.com"] and document.number in message.subject
    assert orders.link(order_id) in message.body and "Voici la facture" in message.body
    ((name, content, kind),) = message.attachments
    assert (name, kind) == (f"{document.number}.pdf", "application/pdf")
    assert PdfReader(BytesIO(content)).attachments["factur-x.xml"] == [form.xml]
    assert invoicing.rejected() == 0


def test_it_is_sent_again_when_somebody_asks(world: SimpleNamespace) -> None:
    order_id = story.sent(world, "BOWL-OCHRE")
    work()
    (document,) = invoicing.of_order(order_id)
    invoicing.send_again(document.id, origin=world.context.origin(), now=world.now)
    assert work() == ["invoicing.mail"] and len(mail.outbox) == 2
    assert mail.outbox[0].attachments == mail.outbox[1].attachments


def test_a_document_that_its_check_refuses_is_not_sent_and_is_told(world: SimpleNamespace) -> None:
    order_id = story.sent(world, "BOWL-OCHRE")
    (identity,) = invoicing.issue_due(order_id, now=world.now)
    sql.run("ALTER TABLE invoicing_document DISABLE TRIGGER ALL")
    sql.run("UPDATE invoicing_document SET vat = jsonb_set(vat, '{0,vat}', '1')")
    assert invoicing.produce(identity, now=world.now) is False
    form = invoicing.electronic(UUID(str(identity)))
    assert form and not form.valid and form.findings and invoicing.rejected() == 1
    handlers.make_forms(str(identity))
    assert sql.rows(JOBS) == [] and mail.outbox == []


def test_vat_of_a_period_is_what_was_invoiced_less_what_was_credited(world: SimpleNamespace) -> None:
    first, second = story.sent(world, "BOWL-OCHRE"), story.sent(world, "BOOK")
    for order_id in (first, second):
        invoicing.issue_due(order_id, now=world.now)
    invoicing.issue_anew(second, company=story.ATELIER, actor="staff:1", now=world.now)
    day = world.now.date()
    totals = {total.rate_bp: total for total in invoicing.vat_totals(day, day)}
    parts = [part for order_id in (first, second) for part in orders.get(order_id).vat_parts]
    for rate, total in totals.items():
        assert total.net.minor == sum(part.net.minor for part in parts if part.rate_bp == rate)
        assert total.vat.minor == sum(part.vat.minor for part in parts if part.rate_bp == rate)
    assert totals[550].invoices == 2 and totals[550].credit_notes == 1
    assert invoicing.vat_totals(day.replace(day=1), day.replace(day=1)) == []
