"""For tests of other rooms: a browser in which an account is open."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import transaction

from comptoir.accounts import sessions, web
from comptoir.accounts.contracts import Visitor
from comptoir.journal.contracts import Origin
from comptoir.kit import clock, locks
from comptoir.org import facade as org


def log_in(client: Any, account: Any, *, strong: bool = True) -> None:
    """As after a log-in; `strong` as after the second factor."""
    origin, visitor = Origin(actor="system:tests", channel="tests", correlation=uuid4()), Visitor(address="")
    with transaction.atomic(durable=True):
        locks.hold(("account", account.pk))
        identity = sessions.begin(
            org.account(account.pk), "tests", strong=strong, visitor=visitor, origin=origin, now=clock.now()
        )
    client.force_login(account)
    kept = client.session
    kept[web.KEY] = str(identity)
    kept.save()
