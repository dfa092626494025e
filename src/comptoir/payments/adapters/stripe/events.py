"""Stripe's signed events: which of them say something about a demand of ours, and what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from comptoir.kit.money import Money
from comptoir.payments.adapters.signatures import check_stripe
from comptoir.payments.adapters.stripe import answers
from comptoir.payments.adapters.stripe.accounts import account_of
from comptoir.payments.contracts import DisputeNews, News, PaymentResult
from comptoir.payments.errors import EventUnreadable, ProviderUnknown

LONGEST = 120


class StripeEvents:
    def read(self, body: bytes, headers: Mapping[str, str], *, account: str, now: datetime) -> News:
        known = account_of(account)
        if known is None or not known.secrets:
            raise ProviderUnknown()
        check_stripe(body, headers.get("stripe-signature", ""), secrets=known.secrets, now=now)
        try:
            event = json.loads(body)
            thing = event["data"]["object"]
            if not isinstance(thing, dict) or not event["id"] or len(event["id"]) > LONGEST:
                raise EventUnreadable()
            # A connected account's events come to its own address only.
            ours = not known.account or event.get("account") == known.account
            request_id = answers.request_of(thing) if ours else None
            result = said(event["type"], thing) if request_id else None
            dispute = disputed(event["type"], thing) if ours else None
            return News(
                event_id=event["id"], kind=event["type"][:80], fingerprint=fingerprint(event),
                occurred_at=datetime.fromtimestamp(event["created"], UTC),
                request_id=request_id if result else None, result=result, dispute=dispute,
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as wrong:
            raise EventUnreadable() from wrong


def said(kind: str, thing: Mapping[str, Any]) -> PaymentResult | None:
    """None for events without news for us: unknown kinds, steps on the way, and what we did ourselves."""
    match kind:
        case "payment_intent.succeeded":
            # A capture is our own demand, with its own answer: this would count it again.
            return None if thing.get("capture_method") == "manual" else answers.of_intent(thing)
        case "payment_intent.amount_capturable_updated" | "payment_intent.canceled":
            return answers.of_intent(thing)
        case "checkout.session.expired":
            return answers.of_session({**thing, "status": "expired"})
        case "refund.created" | "refund.updated" | "refund.failed":
            result = answers.of_refund(thing)
            return None if result.outcome == "unknown" else result
        case "payment_intent.payment_failed" if not _by_session(thing):
            asked = Money(int(thing["amount"]), str(thing["currency"]).upper())
            return PaymentResult(
                outcome="refused", amount=asked, reference=str(thing["id"]), refusal_code=answers.refusal(thing)
            )
    return None


def disputed(kind: str, thing: Mapping[str, Any]) -> DisputeNews | None:
    """A dispute names the PaymentIntent that it is about, which is what we keep of a charge. While its status begins
    with "warning" the bank only asks, and nothing is withheld."""
    if kind not in ("charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.closed"):
        return None
    asks = str(thing["status"]).startswith("warning")
    outcome = "opened" if kind != "charge.dispute.closed" else "lost" if thing["status"] == "lost" else "won"
    return DisputeNews(
        reference=str(thing["id"])[:100], charge_reference=str(thing.get("payment_intent") or "")[:100],
        outcome=outcome, amount=Money(int(thing["amount"]), str(thing["currency"]).upper()),
        reason=str(thing.get("reason") or "")[:60], withheld=not asks,
    )  # fmt: skip


def fingerprint(event: Mapping[str, Any]) -> bytes:
    """Of what an event says. Stripe counts in it how many receivers still wait, so its bytes differ when it is sent
    again although it says the same."""
    same = {name: value for name, value in event.items() if name not in ("pending_webhooks", "request")}
    return hashlib.sha256(json.dumps(same, sort_keys=True, separators=(",", ":")).encode()).digest()


def _by_session(intent: Mapping[str, Any]) -> bool:
    return (intent.get("metadata") or {}).get("page") == "checkout"
