from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from comptoir.invoicing import queries
from comptoir.invoicing.contracts import Company
from comptoir.invoicing.errors import AlreadyInvoiced
from comptoir.invoicing.models import BuyerCompany
from comptoir.invoicing.rules import companies
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.invoicing import InvoiceBuyerNamed
from comptoir.kit import idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders


def name_company(
    order_id: UUID, company: Company, *, actor: str, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """The order is bought for a company: its invoice will bear that name, and is due as soon as it is paid.

    Refuses Invalid, NotFound, IdempotencyConflict, and AlreadyInvoiced: staff then correct it with `issue_anew`.
    """
    company = companies.tidied(company)
    if errors := companies.errors(company):
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(("order", order_id))
        if idempotency.recall(idempotency_key) is not None:
            return
        order = orders.get(order_id)
        if queries.has_documents(order_id):
            raise AlreadyInvoiced()
        idempotency.remember(idempotency_key, {"done": True}, now)
        keep_company(order_id, company, now)
        origin = Origin(
            actor=actor, channel=order.channel, correlation=uuid4(), market=order.market,
            legal_entity=order.legal_entity, storefront=order.storefront, person_key=str(order.customer_id),
        )  # fmt: skip
        journal.append(InvoiceBuyerNamed(order_id=order_id), origin=origin, occurred_at=now)


def keep_company(order_id: UUID, company: Company | None, now: datetime) -> None:
    """In the caller's transaction; None makes the buyer a consumer again."""
    if company is None:
        BuyerCompany.objects.filter(order_id=order_id).delete()
        return
    kept = {"name": company.name, "vat_number": company.vat_number, "siren": company.siren, "named_at": now}
    BuyerCompany.objects.update_or_create(order_id=order_id, defaults=kept)
