"""The rows that the worker will find: written with their words, one statement for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.payments import PaymentRequested
from comptoir.kit import sql
from comptoir.kit.ids import uuid7

INSERT = """
INSERT INTO payments_paymentrequest (
    id, order_id, kind, charge_id, instead_of_id, tender, token, amount_minor, currency, final, state,
    reserved_minor, taken_minor, attempts, next_attempt_at, provider_reference, refusal_code, requested_at,
    legal_entity
)
SELECT a.id, %(order)s, a.kind, a.charge, a.instead, a.tender, a.token, a.amount, %(currency)s, a.final, 'requested',
       0, 0, 0, %(now)s, '', '', %(now)s, %(entity)s
FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(charges)s::uuid[], %(tenders)s::text[], %(tokens)s::text[],
            %(amounts)s::bigint[], %(finals)s::boolean[], %(instead)s::uuid[])
            AS a(id, kind, charge, tender, token, amount, final, instead)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One row to write: `charge` is what a refund, capture or void is about, `instead_of` a refused refund."""

    kind: str
    tender: str
    token: str
    minor: int
    charge: UUID | None = None
    final: bool = True
    instead_of: UUID | None = None


def write(
    order_id: UUID, currency: str, asked: Sequence[Asked], origin: Origin, now: datetime
) -> tuple[UUID, ...]:
    ids = tuple(uuid7() for _ in asked)
    sql.write(
        INSERT,
        {
            "order": order_id, "currency": currency, "now": now, "ids": list(ids),
            "entity": origin.legal_entity or "",
            "kinds": [a.kind for a in asked], "charges": [a.charge for a in asked],
            "tenders": [a.tender for a in asked], "tokens": [a.token for a in asked],
            "amounts": [a.minor for a in asked], "finals": [a.final for a in asked],
            "instead": [a.instead_of for a in asked],
        },
    )  # fmt: skip
    words = [
        PaymentRequested(
            request_id=request_id, order_id=order_id, kind=a.kind, tender=a.tender, amount_minor=a.minor,
            currency=currency,
        )
        for request_id, a in zip(ids, asked, strict=True)
    ]  # fmt: skip
    journal.append(*words, origin=origin, occurred_at=now)
    return ids
