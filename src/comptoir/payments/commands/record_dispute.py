"""Write down what a provider says of a dispute, in the transaction that flags the order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.payments import PaymentDisputeClosed, PaymentDisputed
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.ledger import facade as ledger
from comptoir.ledger.contracts import Transfer
from comptoir.payments import rules
from comptoir.payments.adapters import PROVIDER_OF
from comptoir.payments.contracts import DisputeNews
from comptoir.payments.models import Dispute, PaymentRequest

# Open before lost before won: what concerns somebody most.
STANDING = """
SELECT state FROM payments_dispute WHERE order_id = %s
ORDER BY array_position(ARRAY['open', 'lost', 'won'], state::text) LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """`standing` is open, lost or won: that of the order, over all its disputes. `transfers` are for the ledger."""

    standing: str
    transfers: tuple[Transfer, ...]


def record_dispute(request_id: UUID, news: DisputeNews, *, origin: Origin, now: datetime) -> Disputed | None:
    """Record it once, in the caller's transaction, which holds the order; None when it says nothing new. What comes in
    another order than it happened ends the same."""
    charge = PaymentRequest.objects.get(id=request_id)
    provider = PROVIDER_OF[charge.tender]
    known = Dispute.objects.select_for_update().filter(provider=provider, reference=news.reference).first()
    after = rules.disputed(
        known.state if known else "", known.withheld_minor if known else 0, outcome=news.outcome,
        amount=news.amount.minor, withheld=news.withheld,
    )  # fmt: skip
    if after is None:
        return None
    row = known or Dispute(
        provider=provider, reference=news.reference, request=charge, order_id=charge.order_id, opened_at=now,
        storefront=origin.storefront or "", currency=news.amount.currency, reason=news.reason,
    )  # fmt: skip
    before = known.withheld_minor if known else 0
    row.state, row.withheld_minor = after
    row.amount_minor = max(news.amount.minor, row.withheld_minor)
    row.closed_at = None if row.state == "open" else now
    row.save()
    _tell(row, known is None, origin, now)
    standing = sql.row(STANDING, [row.order_id])
    assert standing
    return Disputed(standing=standing[0], transfers=_transfers(row, before, rules.account_of(charge.tender)))


def _transfers(row: Dispute, before: int, there: str) -> tuple[Transfer, ...]:
    """What the provider keeps leaves its clearing account and comes back when it is won; what is lost is a loss."""
    aside = ledger.disputed(there)
    kept = row.withheld_minor - before

    def moved(debit: str, credit: str, minor: int) -> Transfer:
        return Transfer(debit=debit, credit=credit, amount=Money(minor, row.currency), kind="dispute", cause=row.id)

    found = (moved(aside, there, kept),) if kept > 0 else (moved(there, aside, -kept),)
    return (*found, moved(ledger.LOSSES, aside, row.withheld_minor)) if row.state == "lost" else found


def _tell(row: Dispute, new: bool, origin: Origin, now: datetime) -> None:
    if new or row.state == "open":
        opened = PaymentDisputed(
            dispute_id=row.id, request_id=row.request_id, order_id=row.order_id, amount_minor=row.amount_minor,
            withheld_minor=row.withheld_minor, currency=row.currency, reason=row.reason,
        )  # fmt: skip
        journal.append(opened, origin=origin, occurred_at=now)
    if row.state != "open":
        closed = PaymentDisputeClosed(
            dispute_id=row.id, request_id=row.request_id, order_id=row.order_id, amount_minor=row.amount_minor,
            currency=row.currency, outcome=row.state,
        )  # fmt: skip
        journal.append(closed, origin=origin, occurred_at=now)
