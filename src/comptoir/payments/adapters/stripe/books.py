"""Stripe's balance transactions: what really moved, with its fees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from stripe import StripeError

from comptoir.kit.money import Money
from comptoir.payments.adapters.stripe.accounts import account_of, client_of
from comptoir.payments.adapters.stripe.answers import request_of
from comptoir.payments.adapters.stripe.charges import plain
from comptoir.payments.contracts import Movement
from comptoir.payments.errors import ProviderUnknown

KINDS = {
    "charge": "charge", "payment": "charge",
    "refund": "refund", "payment_refund": "refund",
    "payout": "payout", "stripe_fee": "fee",
}  # fmt: skip


class StripeBooks:
    def movements(self, account: str, since: datetime, until: datetime) -> list[Movement]:
        known = account_of(account)
        if known is None:
            raise ProviderUnknown()
        created = {"gte": int(since.timestamp()), "lt": int(until.timestamp())}
        params = {"created": created, "limit": 100, "expand": ["data.source"]}
        try:
            listed = client_of(known).v1.balance_transactions.list(params=cast(Any, params))
            found = [movement(plain(line)) for line in listed.auto_paging_iter()]
        except StripeError as trouble:
            raise LookupError(f"no answer: {type(trouble).__name__}") from trouble
        return sorted(found, key=lambda each: each.occurred_at)


def movement(line: Mapping[str, Any]) -> Movement:
    """Charges go by their PaymentIntent, which is what we keep; everything else by its own id."""
    currency = str(line["currency"]).upper()
    kind = KINDS.get(str(line["type"]), "other")
    source = line.get("source")
    about: Mapping[str, Any] = source if isinstance(source, Mapping) else {"id": source or line["id"]}
    reference = about.get("payment_intent") if kind == "charge" else about["id"]
    return Movement(
        reference=str(reference or about["id"]), kind=kind, amount=Money(int(line["amount"]), currency),
        fee=Money(int(line["fee"]), currency), occurred_at=datetime.fromtimestamp(line["created"], UTC),
        request_id=request_of(about),
    )  # fmt: skip
