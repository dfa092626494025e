from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.invoicing import queries
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.invoicing import InvoiceSentAgain
from comptoir.kit import locks


def send_again(document_id: UUID, *, origin: Origin, now: datetime) -> None:
    """Ask for the message with this document once more; it goes when the journal is read. Refuses NotFound."""
    document = queries.get(document_id)
    with transaction.atomic(durable=True):
        locks.hold(("order", document.order_id))
        word = InvoiceSentAgain(order_id=document.order_id, document_id=document.id, number=document.number)
        journal.append(word, origin=origin, occurred_at=now)
