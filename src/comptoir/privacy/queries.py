"""Reads of the privacy centre."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer

from comptoir.forwarding import facade as forwarding
from comptoir.kit.refusals import NotFound
from comptoir.privacy import rules
from comptoir.privacy.contracts import Elsewhere, ErasureInfo, Told
from comptoir.privacy.errors import ReceiptNotOurs
from comptoir.privacy.holdings import HOLDINGS
from comptoir.privacy.models import Erasure
from comptoir.privacy.persons import person


def told(customer_id: UUID, locale: str, now: datetime) -> dict[str, Told]:
    """All that is kept of a person: code of the holding → its rows. Refuses NotFound."""
    whom = person(customer_id)
    return {each.code: each.tell(whom, locale, now) for each in HOLDINGS}


def erasure(token: str) -> ErasureInfo:
    """Refuses NotFound."""
    row = Erasure.objects.filter(token=token).first()
    if row is None:
        raise NotFound()
    return info(row)


def erasure_of(customer_id: UUID) -> ErasureInfo | None:
    """The one that is underway."""
    row = Erasure.objects.filter(customer_id=customer_id).exclude(state="done").first()
    return info(row) if row else None


def read_receipt(signed: str) -> dict[str, Any]:
    """What a signed record says. Refuses ReceiptNotOurs."""
    try:
        return dict(json.loads(Signer(salt=rules.RECEIPT_SALT).unsign(signed.strip())))
    except (BadSignature, ValueError) as wrong:
        raise ReceiptNotOurs() from wrong


def overdue(now: datetime) -> int:
    """How many are open past the month of article 12(3), but for those that wait for an order."""
    return Erasure.objects.filter(state="working", asked_at__lt=now - rules.ANSWERED_WITHIN).count()


def elsewhere(erasure_id: UUID) -> tuple[Elsewhere, ...]:
    """Who outside has to erase them too, the longest asked first."""
    return tuple(
        Elsewhere(
            recipient=each.destination, asked_at=each.asked_at, confirmed_at=each.confirmed_at, proof=each.proof
        )
        for each in forwarding.erasures_passed_on(erasure_id=erasure_id)
    )


def info(row: Erasure) -> ErasureInfo:
    return ErasureInfo(
        id=row.id, token=row.token, state=row.state, cause=row.cause, asked_at=row.asked_at, done_at=row.done_at,
        waits_until=row.waits_until, done=dict(row.done), receipt=row.receipt, elsewhere=elsewhere(row.id),
    )  # fmt: skip
