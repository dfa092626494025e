"""What providers' own books say, what ours say, and how each provider is set up here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection

from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.payments import bank, rules
from comptoir.payments.adapters import BOOKKEEPERS, PROVIDER_OF
from comptoir.payments.adapters.stripe.accounts import VERSION
from comptoir.payments.contracts import Movement, ProviderStatus, ReceiptInfo, TestDeed, TestPost
from comptoir.payments.errors import ProviderUnknown

RECEIPTS = """
SELECT r.request_id, r.order_id, r.provider_reference, r.amount_minor, r.currency, r.received_at
FROM payments_receipt r JOIN payments_paymentrequest asked ON asked.id = r.request_id
WHERE r.received_at >= %s AND r.received_at < %s AND asked.tender = ANY(%s) AND asked.legal_entity = %s
ORDER BY r.received_at, r.id
"""
DEEDS = """
SELECT kind, token, outcome, amount_minor, currency, made_at FROM payments_testcharge ORDER BY made_at DESC LIMIT 50
"""
POSTS = "SELECT event_id, attempts, answer, delivered_at FROM payments_testnotice ORDER BY id DESC LIMIT 50"


def bookkeepers(legal_entities: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """`(provider, legal entity)` of all books that can be compared here."""
    stripe = [("stripe", entity) for entity in legal_entities if entity in settings.STRIPE_ACCOUNTS]
    return tuple(stripe + [("test-bank", entity) for entity in legal_entities if settings.TEST_CARD])


def ledger_name(provider: str) -> str:
    """By which name the ledger knows what a provider holds for us: that of its means of payment."""
    kinds = {option.kind: option.provider or option.kind for option in rules.TENDERS}
    return next(kinds[tender] for tender, name in PROVIDER_OF.items() if name == provider)


def movements(provider: str, account: str, since: datetime, until: datetime) -> Sequence[Movement]:
    """A provider's books. Must not be called in a transaction. Refuses ProviderUnknown; raises LookupError when the
    provider gives no answer."""
    if connection.in_atomic_block:
        raise RuntimeError("a provider is called outside every transaction")
    books = BOOKKEEPERS.get(provider)
    if books is None:
        raise ProviderUnknown()
    return books.movements(account, since, until)


def receipts(provider: str, account: str, since: datetime, until: datetime) -> tuple[ReceiptInfo, ...]:
    """Our receipts of what went through a provider for a legal entity, oldest first."""
    tenders = [tender for tender, name in PROVIDER_OF.items() if name == provider]
    return tuple(
        ReceiptInfo(
            request_id=request, order_id=order, reference=reference, amount=Money(minor, currency), received_at=at
        )
        for request, order, reference, minor, currency, at in sql.rows(RECEIPTS, [since, until, tenders, account])
    )


def provider_statuses(legal_entities: Sequence[str]) -> tuple[ProviderStatus, ...]:
    """How each provider stands for each company: what is set, never what it is set to."""
    found = []
    for entity in legal_entities:
        stripe = settings.STRIPE_ACCOUNTS.get(entity)
        found.append(
            ProviderStatus(
                provider="stripe", account=entity, ready=stripe is not None, version=VERSION,
                live=stripe is not None and not stripe["key"].startswith(("sk_test_", "rk_test_")),
                signs=bool(stripe and stripe["secrets"]), address=f"/hooks/stripe/{entity}/",
            )
        )  # fmt: skip
        account = bank.account_of(entity)
        found.append(
            ProviderStatus(
                provider="bank", account=entity, ready=account is not None, live=account is not None, signs=False,
                address="",
            )
        )  # fmt: skip
        if settings.TEST_CARD:
            found.append(
                ProviderStatus(
                    provider="test-bank", account=entity, ready=True, live=False, signs=True,
                    address=f"/hooks/test-bank/{entity}/",
                )
            )  # fmt: skip
    return tuple(found)


def test_bank_books() -> tuple[list[TestDeed], list[TestPost]]:
    """The latest fifty things that the test bank did, and that it told us."""
    done = [
        TestDeed(kind=kind, token=token, outcome=outcome, amount=Money(minor, currency), made_at=at)
        for kind, token, outcome, minor, currency, at in sql.rows(DEEDS)
    ]
    return done, [TestPost(*row) for row in sql.rows(POSTS)]
