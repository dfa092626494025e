"""News that a provider sends by itself: is it genuine, and is it about what we asked?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from comptoir.payments.adapters import NOTIFIERS, PROVIDER_OF
from comptoir.payments.contracts import News, PaymentResult, RequestInfo
from comptoir.payments.errors import ProviderUnknown


def read_news(provider: str, account: str, *, body: bytes, headers: Mapping[str, str], now: datetime) -> News:
    """Refuses ProviderUnknown, NotGenuine (before anything is parsed), EventUnreadable."""
    notifier = NOTIFIERS.get(provider)
    if notifier is None:
        raise ProviderUnknown()
    return notifier.read(body, headers, account=account, now=now)


def objection(provider: str, asked: RequestInfo, result: PaymentResult) -> str:
    """Why genuine news must not settle this request: it is another provider's, or names another charge. Empty when
    nothing speaks against it. Another amount or currency is no objection: what came is recorded, or goes back."""
    if PROVIDER_OF.get(asked.tender) != provider:
        return "other_provider"
    if asked.provider_reference and asked.provider_reference != result.reference:
        return "other_reference"
    return ""
