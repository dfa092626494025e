"""What a person may ask about their own data, asked by a program for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from comptoir.channels.api.schemas.parts import Answer, Request
from comptoir.privacy.contracts import ErasureInfo


class PersonIn(Request):
    """Whoever calls has made sure that it is this person who asks."""

    customer_id: UUID


class CopyOut(Answer):
    """Code of what is kept → its entries."""

    data: dict[str, list[dict[str, Any]]]


class ElsewhereOut(Answer):
    """Somebody who was sent their visits and is asked to erase them; `proof` is what they answered."""

    recipient: str
    asked_at: datetime
    confirmed_at: datetime | None
    proof: str


class ErasureOut(Answer):
    """`state` is working, waiting (an order still needs an address) or done; `gone` counts entries by what was kept;
    `receipt` is the signed record. `token` opens the page of the storefront."""

    id: UUID
    token: str
    state: str
    asked_at: datetime
    done_at: datetime | None
    waits_until: date | None
    gone: dict[str, int]
    receipt: str
    elsewhere: list[ElsewhereOut]

    @staticmethod
    def of(found: ErasureInfo) -> ErasureOut:
        return ErasureOut(
            id=found.id, token=found.token, state=found.state, asked_at=found.asked_at, done_at=found.done_at,
            waits_until=found.waits_until, gone=found.done, receipt=found.receipt,
            elsewhere=[
                ElsewhereOut(
                    recipient=each.recipient, asked_at=each.asked_at, confirmed_at=each.confirmed_at, proof=each.proof
                )
                for each in found.elsewhere
            ],
        )  # fmt: skip
