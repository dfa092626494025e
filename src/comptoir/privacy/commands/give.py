"""A person takes a copy of what is known of them, or corrects it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.customers import facade as customers
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.privacy import OwnDataCorrected, OwnDataGiven
from comptoir.kit import locks
from comptoir.privacy.contracts import Told
from comptoir.privacy.queries import told


def give(customer_id: UUID, *, form: str, locale: str, origin: Origin, now: datetime) -> dict[str, Told]:
    """Everything, by holding; that it was given is kept. Refuses NotFound."""
    everything = told(customer_id, locale, now)
    with transaction.atomic(durable=True):
        locks.hold(("customer", customer_id))
        journal.append(OwnDataGiven(customer_id=customer_id, form=form), origin=origin, occurred_at=now)
    return everything


def correct(customer_id: UUID, *, name: str, phone: str, origin: Origin, now: datetime) -> None:
    """Refuses NotFound (no address yet), Invalid by field."""
    with transaction.atomic(durable=True):
        locks.hold(("customer", customer_id))
        customers.correct(customer_id, name=name, phone=phone, now=now)
        journal.append(OwnDataCorrected(customer_id=customer_id), origin=origin, occurred_at=now)
