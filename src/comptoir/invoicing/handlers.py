"""What invoicing does when it hears of orders and of itself: it asks for jobs, which do the work."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comptoir.invoicing import mail
from comptoir.invoicing.commands.issue import issue_due
from comptoir.invoicing.commands.produce import produce
from comptoir.invoicing.models import BuyerCompany
from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.vocabulary.fulfilment import ShipmentShipped
from comptoir.journal.vocabulary.invoicing import (
    CreditNoteIssued,
    InvoiceBuyerNamed,
    InvoiceIssued,
    InvoiceSentAgain,
)
from comptoir.journal.vocabulary.orders import (
    OrderCancelled,
    OrderChanged,
    OrderConfirmed,
    OrderDelivered,
    OrderLinesCancelled,
    OrderRefunded,
    OrderShipped,
)
from comptoir.journal.vocabulary.payments import PaymentReceived
from comptoir.kit import clock

# Heard of every order when it is placed, but only professionals are invoiced then.
EARLY = (OrderConfirmed.NAME, PaymentReceived.NAME)
PATIENT = RetryStrategy(max_attempts=12, wait=5, linear_wait=300)


def enqueue_issue(events: list[Event]) -> None:
    """One job per order of the batch."""
    early = {event.subject_id for event in events if event.name in EARLY}
    named = BuyerCompany.objects.filter(order_id__in=early).values_list("order_id", flat=True) if early else ()
    wanted = {event.subject_id for event in events if event.name not in EARLY} | {str(each) for each in named}
    for order_id in sorted(wanted):
        issue_documents.defer(order_id=order_id)


def enqueue_forms(events: list[Event]) -> None:
    now = clock.now()
    for event in events:
        document_id = event.payload["document_id"]
        if event.name == InvoiceSentAgain.NAME:
            send_document.defer(document_id=document_id)
        else:
            make_forms.defer(document_id=document_id, mailed=event.is_news(now))


@app.task(name="invoicing.issue", retry=PATIENT)
def issue_documents(order_id: str) -> None:
    issue_due(UUID(order_id), now=clock.now())


# Half a second of processor each: what somebody waits for goes first.
@app.task(name="invoicing.forms", retry=PATIENT, priority=-1)
def make_forms(document_id: str, mailed: bool = True) -> None:
    """A document that its check refuses waits for a person and is not sent: `comptoir doctor` tells of it."""
    if produce(UUID(document_id), now=clock.now()) and mailed:
        send_document.defer(document_id=document_id)


@app.task(name="invoicing.mail", retry=PATIENT)
def send_document(document_id: str) -> None:
    mail.send(UUID(document_id), now=clock.now())


ISSUE = Consumer(
    name="invoicing.issue",
    words=(
        OrderConfirmed, PaymentReceived, ShipmentShipped, OrderShipped, OrderDelivered, OrderCancelled,
        OrderRefunded, OrderChanged, OrderLinesCancelled, InvoiceBuyerNamed,
    ),
    handle=enqueue_issue,
    purpose="service",
)  # fmt: skip
FORMS = Consumer(
    name="invoicing.forms",
    words=(InvoiceIssued, CreditNoteIssued, InvoiceSentAgain),
    handle=enqueue_forms,
    purpose="service",
)
