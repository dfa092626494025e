"""Stripe behind our port. The customer types the card on Stripe's own page: ours never sees it, and loads no script.

A demand without a token opens a Checkout session, whose page makes the PaymentIntent; with the id of a payment method
(`pm_…`, kept at Stripe, from an agent or a wallet) the PaymentIntent is confirmed at once, and the bank may still
want to see the customer. Each call carries the request's id as idempotency key and as metadata.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from stripe import (
    APIConnectionError,
    APIError,
    CardError,
    IdempotencyError,
    InvalidRequestError,
    RateLimitError,
    StripeClient,
    StripeObject,
)

from comptoir.kit.clock import now
from comptoir.payments.adapters.stripe import answers
from comptoir.payments.adapters.stripe.accounts import Account, account_of, client_of
from comptoir.payments.contracts import PaymentResult
from comptoir.payments.models import ProviderMemory
from comptoir.payments.ports import Demand

SESSION = timedelta(minutes=31)  # Stripe's shortest is 30, as long as an order holds its stock
OTHER_UNITS = frozenset({"ISK", "UGX"})  # counted there in hundredths that do not exist


class Stripe:
    def charge(self, demand: Demand) -> PaymentResult:
        if demand.amount.currency in OTHER_UNITS:
            return _refused(demand, "currency_not_offered")
        return _told(demand, _confirmed if demand.token else _opened)

    def refund(self, demand: Demand) -> PaymentResult:
        return _told(demand, _given_back)

    def capture(self, demand: Demand) -> PaymentResult:
        return _told(demand, _captured)

    def void(self, demand: Demand) -> PaymentResult:
        return _told(demand, _voided)

    def ask(self, demand: Demand) -> PaymentResult | None:
        """A refund is looked for among those of its charge; a capture or a void is told again, which is harmless."""
        if demand.kind in ("capture", "void"):
            return None
        return _told(demand, _found_refund if demand.kind == "refund" else _found_charge)

    def action_address(self, request_id: UUID) -> str:
        kept = ProviderMemory.objects.filter(key=request_id).only("address").first()
        return kept.address if kept else ""


def plain(thing: StripeObject) -> dict[str, Any]:
    return thing.to_dict()


def _told(demand: Demand, call: Callable[[Demand, StripeClient, Account], Any]) -> Any:
    """Stripe's errors as answers: a card's is a refusal, a network's says nothing; a wrong key is a bug of ours."""
    account = account_of(demand.legal_entity)
    if account is None:
        return _refused(demand, "provider_not_set_up")
    try:
        return call(demand, client_of(account), account)
    except CardError as declined:
        error = declined.error
        code = (error.decline_code or error.code) if error else declined.code
        return _refused(demand, str(code or "card_declined"))
    except (APIConnectionError, RateLimitError, IdempotencyError):
        return PaymentResult(outcome="unknown", amount=demand.amount)
    except InvalidRequestError as wrong:
        return _refused(demand, str(wrong.code or "invalid_request"))
    except APIError as trouble:
        if (trouble.http_status or 500) < 500:
            raise
        return PaymentResult(outcome="unknown", amount=demand.amount)


def _opened(demand: Demand, client: StripeClient, account: Account) -> PaymentResult:
    """A session of Stripe Checkout: the customer pays and confirms on its page, then comes back."""
    back = settings.PAYMENT_RETURN.format(request=demand.key)
    metadata = {"request_id": str(demand.key)}
    session = client.v1.checkout.sessions.create(
        params=cast(Any, {
            "mode": "payment",
            "payment_method_types": ["card"],
            "client_reference_id": str(demand.key),
            "metadata": metadata,
            "payment_intent_data": {"metadata": metadata | {"page": "checkout"}, "capture_method": _method(account)},
            "line_items": [{
                "quantity": 1,
                "price_data": {
                    "currency": demand.amount.currency.lower(), "unit_amount": demand.amount.minor,
                    "product_data": {"name": "Commande · Order"},
                },
            }],
            "success_url": back, "cancel_url": back,
            "expires_at": int((now() + SESSION).timestamp()),
        }),
        options=_once(demand),
    )  # fmt: skip
    found = plain(session)
    _remember(demand, account, reference=found["id"], address=found.get("url") or "")
    return answers.of_session(found)


def _confirmed(demand: Demand, client: StripeClient, account: Account) -> PaymentResult:
    params = {
        "amount": demand.amount.minor,
        "currency": demand.amount.currency.lower(),
        "payment_method": demand.token,
        "payment_method_types": ["card"],
        "confirm": True,
        "capture_method": _method(account),
        "metadata": {"request_id": str(demand.key)},
        "return_url": settings.PAYMENT_RETURN.format(request=demand.key),
    }
    if account.captures_later:
        params["payment_method_options"] = {"card": {"request_multicapture": "if_available"}}
    intent = plain(client.v1.payment_intents.create(params=cast(Any, params), options=_once(demand)))
    redirect = (intent.get("next_action") or {}).get("redirect_to_url") or {}
    _remember(demand, account, reference=intent["id"], address=redirect.get("url") or "")
    return answers.of_intent(intent)


def _given_back(demand: Demand, client: StripeClient, account: Account) -> PaymentResult:
    made = client.v1.refunds.create(
        params={
            "payment_intent": demand.reference, "amount": demand.amount.minor,
            "metadata": {"request_id": str(demand.key)},
        },
        options=_once(demand),
    )  # fmt: skip
    return answers.of_refund(plain(made))


def _captured(demand: Demand, client: StripeClient, account: Account) -> PaymentResult:
    params: dict[str, Any] = {"amount_to_capture": demand.amount.minor}
    if not demand.final:
        params["final_capture"] = False
    client.v1.payment_intents.capture(demand.reference, params=cast(Any, params), options=_once(demand))
    return PaymentResult(outcome="paid", amount=demand.amount, reference=demand.reference)


def _voided(demand: Demand, client: StripeClient, account: Account) -> PaymentResult:
    client.v1.payment_intents.cancel(demand.reference, options=_once(demand))
    return PaymentResult(outcome="voided", amount=demand.amount, reference=demand.reference)


def _found_charge(demand: Demand, client: StripeClient, account: Account) -> PaymentResult | None:
    kept = ProviderMemory.objects.filter(key=demand.key).first()
    if kept is None:
        return None
    if kept.reference.startswith("pi_"):
        return answers.of_intent(plain(client.v1.payment_intents.retrieve(kept.reference)))
    session = client.v1.checkout.sessions.retrieve(
        kept.reference, params={"expand": ["payment_intent", "payment_intent.latest_charge"]}
    )
    return answers.of_session(plain(session))


def _found_refund(demand: Demand, client: StripeClient, account: Account) -> PaymentResult | None:
    listed = client.v1.refunds.list(params={"payment_intent": demand.reference, "limit": 100})
    for refund in listed.auto_paging_iter():
        found = plain(refund)
        if answers.request_of(found) == demand.key:
            return answers.of_refund(found)
    return None


def _remember(demand: Demand, account: Account, *, reference: str, address: str) -> None:
    ProviderMemory.objects.update_or_create(
        key=demand.key,
        defaults={
            "kind": demand.kind, "account": account.legal_entity, "reference": reference, "address": address,
            "told_at": now(),
        },
    )  # fmt: skip


def _method(account: Account) -> str:
    return "manual" if account.captures_later else "automatic"


def _once(demand: Demand) -> Any:
    return {"idempotency_key": f"comptoir-{demand.key}"}


def _refused(demand: Demand, code: str) -> PaymentResult:
    return PaymentResult(
        outcome="refused", amount=demand.amount, reference=demand.reference, refusal_code=code[:60]
    )
