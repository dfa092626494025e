"""Who was not heard of for three years is let go (CNIL, référentiel on commercial activities)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.accounts import facade as accounts
from comptoir.customers import facade as customers
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.kit.ids import uuid7
from comptoir.orders import facade as orders
from comptoir.org import facade as org
from comptoir.privacy import rules
from comptoir.privacy.commands.ask_erasure import ask_erasure
from comptoir.privacy.models import Erasure, Round
from comptoir.privacy.persons import person

LOOKED_AT = 500  # people a run
ROUND = "inactive"


def let_inactive_go(now: datetime) -> int:
    """No address, order, log-in or visit since `rules.PROSPECT_KEPT`: an erasure as if they had asked. What the
    accounts need stays, as it does for everybody. Answers how many. Each run goes on where the one before ended."""
    since = now - rules.PROSPECT_KEPT
    origin = Origin(actor="system:privacy", channel="privacy", correlation=uuid7())
    done = 0
    found = customers.quiet_since(since, after=_place(), limit=LOOKED_AT)
    for customer_id in found:
        if not _heard_since(customer_id, since, now):
            ask_erasure(customer_id, cause="inactive", locale="fr", origin=origin, now=now)
            done += 1
    # When everybody of this run was looked at: one that broke off looks at the same again, and asks for nothing twice.
    end = found[-1] if len(found) == LOOKED_AT else None
    Round.objects.update_or_create(name=ROUND, defaults={"after": end, "moved_at": now})
    return done


def _place() -> UUID | None:
    """Where the run before ended, of whichever process."""
    row = Round.objects.filter(name=ROUND).first()
    return row.after if row else None


def _heard_since(customer_id: UUID, since: datetime, now: datetime) -> bool:
    if Erasure.objects.filter(customer_id=customer_id).exclude(state="done").exists():
        return True  # it is being done
    latest = orders.find(orders.OrderFilter(customer_id=customer_id), size=1).items
    if latest and latest[0].placed_at >= since:
        return True
    whom = person(customer_id)
    visits = journal.behaviour_of(whom.visitors, [str(customer_id)], limit=1)
    if visits and visits[0]["at"] >= since:
        return True
    account_id = whom.account_id
    if account_id is None:
        return False
    return org.account(account_id).is_staff or any(each.seen_at >= since for each in accounts.sessions(account_id, now))
