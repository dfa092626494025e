"""Disputes as the staff see them, and the charge that one is about."""

from __future__ import annotations

from uuid import UUID

from comptoir.kit.money import Money
from comptoir.kit.paging import Page
from comptoir.payments.adapters import PROVIDER_OF
from comptoir.payments.contracts import DisputeInfo
from comptoir.payments.models import Dispute, PaymentRequest


def charge_of(provider: str, reference: str) -> UUID | None:
    """The charge that a provider calls so."""
    tenders = [tender for tender, name in PROVIDER_OF.items() if name == provider]
    found = PaymentRequest.objects.filter(kind="charge", tender__in=tenders, provider_reference=reference)
    return found.values_list("id", flat=True).first() if reference else None


def disputes(*, storefront: str, state: str = "", page: int = 1, size: int = 50) -> Page[DisputeInfo]:
    """Latest first; of all storefronts when none is named."""
    found = Dispute.objects.order_by("-opened_at", "-id")
    if storefront:
        found = found.filter(storefront=storefront)
    if state:
        found = found.filter(state=state)
    rows = found[(page - 1) * size : page * size]
    return Page(items=[_info(row) for row in rows], number=page, size=size, total=found.count())


def disputes_of(order_id: UUID) -> tuple[DisputeInfo, ...]:
    """The oldest first."""
    return tuple(_info(row) for row in Dispute.objects.filter(order_id=order_id).order_by("opened_at", "id"))


def _info(row: Dispute) -> DisputeInfo:
    return DisputeInfo(
        id=row.id, provider=row.provider, reference=row.reference, request_id=row.request_id, order_id=row.order_id,
        amount=Money(row.amount_minor, row.currency), withheld=Money(row.withheld_minor, row.currency),
        reason=row.reason, state=row.state, opened_at=row.opened_at, closed_at=row.closed_at,
    )  # fmt: skip
