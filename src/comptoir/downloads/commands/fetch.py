"""The buyer downloads a file."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from comptoir.downloads.contracts import Fetched
from comptoir.downloads.errors import NothingToFetch
from comptoir.downloads.models import DigitalFile, Grant
from comptoir.downloads.queries import is_open
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.downloads import FileDownloaded
from comptoir.kit import locks


def fetch(order_id: UUID, product_id: UUID, *, origin: Origin, now: datetime) -> Fetched:
    """The file, and one more on its count. Refuses NothingToFetch."""
    with transaction.atomic(durable=True):
        locks.hold(("order", order_id))
        file = DigitalFile.objects.filter(product_id=product_id).first()
        if file is None or not is_open(order_id, product_id):
            raise NothingToFetch()
        Grant.objects.filter(order_id=order_id, product_id=product_id).update(
            fetched=F("fetched") + 1, last_fetched_at=now
        )
        word = FileDownloaded(order_id=order_id, product_id=product_id)
        journal.append(word, origin=origin, occurred_at=now)
    return Fetched(name=file.name, content=bytes(file.content))
