"""What Stripe's objects mean for a demand. Objects come as plain dicts, from the API and from events alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from comptoir.kit.money import Money
from comptoir.payments.contracts import PaymentResult


def of_intent(intent: Mapping[str, Any]) -> PaymentResult:
    """A PaymentIntent. Who reserves first captures by demands of its own: its charge stays authorised, whatever was
    taken of it since."""
    status, currency = str(intent["status"]), str(intent["currency"]).upper()
    asked = Money(int(intent["amount"]), currency)
    reference = str(intent["id"])
    if status == "requires_capture" or (status == "succeeded" and intent.get("capture_method") == "manual"):
        return PaymentResult(outcome="authorised", amount=asked, reference=reference, until=_reserved_until(intent))
    if status == "succeeded":
        came = intent.get("amount_received")
        amount = asked if came is None else Money(int(came), currency)
        return PaymentResult(outcome="paid", amount=amount, reference=reference)
    if status == "requires_action":
        return PaymentResult(outcome="action_required", amount=asked, reference=reference)
    if status == "canceled":
        return PaymentResult(outcome="cancelled", amount=asked, reference=reference)
    if status == "requires_payment_method":
        return PaymentResult(outcome="refused", amount=asked, reference=reference, refusal_code=refusal(intent))
    return PaymentResult(outcome="unknown", amount=asked, reference=reference)


def of_session(session: Mapping[str, Any]) -> PaymentResult:
    """A Checkout session with its PaymentIntent expanded, when it has one; that is what refunds go by later, so a
    session alone gives no reference."""
    asked = Money(int(session["amount_total"]), str(session["currency"]).upper())
    intent = session.get("payment_intent")
    if session["status"] == "complete" and isinstance(intent, Mapping):
        return of_intent(intent)
    if session["status"] == "expired":
        return PaymentResult(outcome="cancelled", amount=asked)
    # A card refused on Stripe's page is no end: the customer may try another there until the session expires.
    return PaymentResult(outcome="action_required", amount=asked)


def of_refund(refund: Mapping[str, Any]) -> PaymentResult:
    amount = Money(int(refund["amount"]), str(refund["currency"]).upper())
    outcome = {"succeeded": "paid", "failed": "refused", "canceled": "refused"}.get(str(refund["status"]), "unknown")
    why = str(refund.get("failure_reason") or "refund_failed") if outcome == "refused" else ""
    return PaymentResult(outcome=outcome, amount=amount, reference=str(refund["id"]), refusal_code=why[:60])


def refusal(intent: Mapping[str, Any]) -> str:
    """The bank's code, such as insufficient_funds; never its words, which may hold anything."""
    error = intent.get("last_payment_error") or {}
    return str(error.get("decline_code") or error.get("code") or "card_declined")[:60]


def request_of(thing: Mapping[str, Any]) -> UUID | None:
    """Our request's id, from the metadata that we sent along."""
    try:
        return UUID(str((thing.get("metadata") or {}).get("request_id", "")))
    except ValueError:
        return None


def _reserved_until(intent: Mapping[str, Any]) -> datetime | None:
    charge = intent.get("latest_charge")
    details = charge.get("payment_method_details") if isinstance(charge, Mapping) else None
    before = ((details or {}).get("card") or {}).get("capture_before")
    return datetime.fromtimestamp(int(before), UTC) if before else None
