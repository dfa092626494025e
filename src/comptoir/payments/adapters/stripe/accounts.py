"""Stripe's account of a legal entity: named by settings.STRIPE_ACCOUNTS, absent where there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from stripe import RequestsClient, StripeClient

# Pinned: what an answer or an event looks like changes only when we change it here.
VERSION = "2026-10-28.endive"
TIMEOUTS = (5.0, 20.0)  # to connect and to read, in seconds: together less than a claim of the queue


@dataclass(frozen=True, slots=True)
class Account:
    """`secrets` sign its events (two while one replaces the other); `account` is a connected account's id;
    `captures_later` reserves the money and takes it when goods leave. Keys never show in a text of it."""

    legal_entity: str
    key: str = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    account: str = ""
    captures_later: bool = False
    address: str = ""


def account_of(legal_entity: str) -> Account | None:
    """None when this legal entity has no Stripe account here."""
    found = settings.STRIPE_ACCOUNTS.get(legal_entity)
    return Account(legal_entity=legal_entity, **found) if found else None


@lru_cache(maxsize=16)
def client_of(account: Account) -> StripeClient:
    """The SDK with our time-outs, and without retries of its own: our queue retries, with the same keys."""
    return StripeClient(
        account.key,
        stripe_version=VERSION,
        stripe_account=account.account or None,
        base_addresses={"api": account.address} if account.address else None,
        max_network_retries=0,
        http_client=RequestsClient(timeout=TIMEOUTS),
    )
