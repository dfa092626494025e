"""The buyer downloads a file."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from comptoir.downloads.contracts import Fetched
from comptoir.downloads.errors import NothingToFetch
from comptoir.downloads.models import DigitalFile, Grant
from comptoir.downloads.queries import downloads_of
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.downloads import FileDownloaded
from comptoir.kit import brakes, locks
from comptoir.kit.brakes import Brake

# A buyer with several devices and a bad line needs few; each reads a whole file.
BY_ORDER = Brake("download", 60, timedelta(hours=1))


def fetch(order_id: UUID, file_id: UUID, *, origin: Origin, now: datetime) -> Fetched:
    """The file, and one more on the count of its product; read only for who may fetch it. Refuses NothingToFetch,
    TooFast."""
    brakes.press((BY_ORDER, str(order_id)), now=now)
    with transaction.atomic(durable=True):
        locks.hold(("order", order_id))
        opened = {each.file_id for each in downloads_of(order_id)}
        file = DigitalFile.objects.filter(pk=file_id).first() if file_id in opened else None
        if file is None:
            raise NothingToFetch()
        Grant.objects.filter(order_id=order_id, product_id=file.product_id).update(
            fetched=F("fetched") + 1, last_fetched_at=now
        )
        word = FileDownloaded(order_id=order_id, product_id=file.product_id)
        journal.append(word, origin=origin, occurred_at=now)
    return Fetched(name=file.name, content=bytes(file.content))
