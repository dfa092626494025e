"""Do what an event says: hand the money to the order, or say why not."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.treasury import ProviderEventRefused
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.orders import facade as orders
from comptoir.org import facade as org
from comptoir.payments import facade as payments
from comptoir.payments.contracts import DisputeNews, PaymentResult, RequestInfo
from comptoir.treasury import origins

READ = "SELECT provider, account, request_id, news, state FROM treasury_incomingevent WHERE id = %s"
DONE = """
UPDATE treasury_incomingevent SET state = %s, result = %s, settled_at = %s WHERE id = %s AND state = 'received'
"""


def settle_event(event_id: UUID, *, now: datetime) -> str:
    """Settle an event that waits; answers its state. Settling twice moves money once: `orders.settle_payment` sees
    to that, so a crash between the order and this row does no harm."""
    found = sql.row(READ, [event_id])
    if found is None:
        raise NotFound()
    provider, account, request_id, news, state = found
    if state != "received":
        return str(state)
    dispute = told_dispute(news) if "dispute" in news else None
    if dispute and request_id is None:
        request_id = payments.charge_of(provider, dispute.charge_reference)
    result = _about(dispute) if dispute else told(news)
    try:
        if request_id is None:
            raise NotFound()
        asked = payments.request_info(request_id)
    except NotFound:
        return _done(event_id, "ignored", "unknown_demand", now)
    if reason := _objection(provider, account, asked, result):
        return _refuse(event_id, provider, account, asked, result, reason, now)
    actor = f"provider:{provider}"
    if dispute:
        return _done(event_id, "settled", orders.settle_dispute(request_id, dispute, actor=actor, now=now), now)
    standing = orders.settle_payment(request_id, result, actor=actor, now=now)
    return _done(event_id, "settled", standing, now)


def told(news: dict[str, Any]) -> PaymentResult:
    """The kept JSON as the provider's answer."""
    return PaymentResult(
        outcome=news["outcome"], amount=Money(news["amount"], news["currency"]), reference=news["reference"],
        refusal_code=news["refusal_code"],
        until=datetime.fromisoformat(news["until"]) if news["until"] else None,
    )  # fmt: skip


def told_dispute(news: dict[str, Any]) -> DisputeNews:
    return DisputeNews(
        reference=news["dispute"], charge_reference=news["charge"], outcome=news["outcome"],
        amount=Money(news["amount"], news["currency"]), reason=news["reason"], withheld=news["withheld"],
    )  # fmt: skip


def _about(dispute: DisputeNews) -> PaymentResult:
    """What it is about, to be compared with the charge."""
    return PaymentResult(outcome="disputed", amount=dispute.amount, reference=dispute.charge_reference)


def _objection(provider: str, account: str, asked: RequestInfo, result: PaymentResult) -> str:
    sold_by = org.market(orders.get(asked.order_id).market).legal_entity
    return "other_account" if sold_by != account else payments.objection(provider, asked, result)


def _refuse(
    event_id: UUID, provider: str, account: str, asked: RequestInfo, result: PaymentResult, reason: str, now: datetime
) -> str:
    with transaction.atomic(durable=True):
        if sql.run(DONE, ["refused", reason, now, event_id]):
            word = ProviderEventRefused(
                event_id=event_id, provider=provider, reason=reason, request_id=asked.id,
                amount_minor=result.amount.minor, currency=result.amount.currency,
            )  # fmt: skip
            journal.append(word, origin=origins.of(f"provider:{provider}", account), occurred_at=now)
    return "refused"


def _done(event_id: UUID, state: str, result: str, now: datetime) -> str:
    with transaction.atomic(durable=True):
        sql.run(DONE, [state, result, now, event_id])
    return state
