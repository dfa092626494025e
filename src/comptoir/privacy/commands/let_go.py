"""Who was not heard of for three years is let go (CNIL, référentiel on commercial activities)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.accounts import facade as accounts
from comptoir.customers import facade as customers
from comptoir.journal.contracts import Origin
from comptoir.kit.ids import uuid7
from comptoir.orders import facade as orders
from comptoir.org import facade as org
from comptoir.privacy import rules
from comptoir.privacy.commands.ask_erasure import ask_erasure
from comptoir.privacy.models import Erasure

LOOKED_AT = 500  # people a run
LET_GO = 50


def let_inactive_go(now: datetime) -> int:
    """No address, order or visit of the account since `rules.PROSPECT_KEPT`: an erasure as if they had asked. What the
    accounts need stays, as it does for everybody. Answers how many."""
    since = now - rules.PROSPECT_KEPT
    origin = Origin(actor="system:privacy", channel="privacy", correlation=uuid7())
    done = 0
    for customer_id in customers.quiet_since(since, limit=LOOKED_AT):
        if done == LET_GO:
            break
        if not _heard_since(customer_id, since, now):
            ask_erasure(customer_id, cause="inactive", locale="fr", origin=origin, now=now)
            done += 1
    return done


def _heard_since(customer_id: UUID, since: datetime, now: datetime) -> bool:
    if Erasure.objects.filter(customer_id=customer_id).exclude(state="done").exists():
        return True  # it is being done
    latest = orders.find(orders.OrderFilter(customer_id=customer_id), size=1).items
    if latest and latest[0].placed_at >= since:
        return True
    account_id = customers.account_of(customer_id)
    if account_id is None:
        return False
    return org.account(account_id).is_staff or any(each.seen_at >= since for each in accounts.sessions(account_id, now))
