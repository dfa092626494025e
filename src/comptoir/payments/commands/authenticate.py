"""The customer's answer on the test bank's page."""

from __future__ import annotations

from uuid import UUID

from comptoir.payments.adapters.test_provider import TestProvider
from comptoir.payments.errors import NothingToAuthenticate


def authenticate(request_id: UUID, *, approve: bool) -> None:
    """Tell the test bank what the customer chose. Refuses NothingToAuthenticate when it was answered before."""
    if not TestProvider().authenticate(request_id, approve=approve):
        raise NothingToAuthenticate()
