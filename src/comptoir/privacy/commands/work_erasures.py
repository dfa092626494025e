"""Forgetting, one holding after the other: what was done is noted, so that a crash at any line goes on from there."""

from __future__ import annotations

import json
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

import structlog
from django.core.signing import Signer
from django.db import transaction

from comptoir.aftersales import facade as aftersales
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.privacy import ErasureCompleted
from comptoir.kit import locks
from comptoir.orders import facade as orders
from comptoir.org import facade as org
from comptoir.privacy import rules
from comptoir.privacy.contracts import Holding
from comptoir.privacy.holdings import HOLDINGS
from comptoir.privacy.kept import MOST_ORDERS
from comptoir.privacy.models import Erasure
from comptoir.privacy.persons import person
from comptoir.privacy.queries import elsewhere

BATCH = 20
log = structlog.get_logger("comptoir.privacy")


def work_erasures(now: datetime) -> int:
    """Go on with those that are asked, and look again at those that wait; answers how many were finished."""
    due = Erasure.objects.filter(state="working") | Erasure.objects.filter(
        state="waiting", looked_at__lte=now - rules.LOOKED_AT_EVERY
    )
    done = 0
    for erasure_id in due.order_by("looked_at").values_list("id", flat=True)[:BATCH]:
        try:
            done += erase(erasure_id, now)
        except Exception:  # one person's trouble holds nobody else up: they come first next time
            log.exception("an erasure failed and is tried again", erasure=str(erasure_id))
            Erasure.objects.filter(id=erasure_id).update(looked_at=now)
    return done


def erase(erasure_id: UUID, now: datetime) -> bool:
    """All that may go now; True when that is all. Each holding commits by itself, and is done at most once more after
    a crash: it finds nothing then. The last time everything is gone through again: what came while an order was
    underway goes too."""
    row = Erasure.objects.get(id=erasure_id)
    if row.state == "done":
        return False
    free, until = _free(row.customer_id, now)
    whom = person(row.customer_id)
    origin = Origin(actor="system:privacy", channel="privacy", correlation=row.id)
    for holding in HOLDINGS:
        if holding.forget and (free or not holding.last and holding.code not in row.done):
            _note(row, holding, holding.forget(whom, origin, now))
    if free:
        _finish(row, origin, now)
    else:
        Erasure.objects.filter(id=row.id).update(state="waiting", waits_until=until, looked_at=now)
    return free


def _note(row: Erasure, holding: Holding, count: int) -> None:
    row.done[holding.code] = row.done.get(holding.code, 0) + count
    Erasure.objects.filter(id=row.id).update(done=row.done)


def _finish(row: Erasure, origin: Origin, now: datetime) -> None:
    signed = _receipt(row, now)
    with transaction.atomic(durable=True):
        locks.hold(("erasure", row.id))
        if not Erasure.objects.filter(id=row.id).exclude(state="done").update(
            state="done", done_at=now, looked_at=now, waits_until=None, receipt=signed
        ):
            return  # another process was quicker
        word = ErasureCompleted(
            erasure_id=row.id, rows=sum(row.done.values()), receipt=sha256(signed.encode()).hexdigest()
        )
        journal.append(word, origin=origin, occurred_at=now)


def _receipt(row: Erasure, now: datetime) -> str:
    """What was done, in the person's language, signed by the house's key. It names nobody."""
    told = {
        "house": org.storefront(None).name,
        "erasure": str(row.id),
        "asked_at": row.asked_at.isoformat(),
        "done_at": now.isoformat(),
        "erased": {each.name.read(row.locale): row.done[each.code] for each in HOLDINGS if each.code in row.done},
        "kept": {each.name.read(row.locale): each.kept.read(row.locale) for each in HOLDINGS if each.kept},
        "asked_elsewhere": [
            {"recipient": each.recipient, "asked_at": each.asked_at.isoformat(), "proof": each.proof,
             "confirmed_at": each.confirmed_at.isoformat() if each.confirmed_at else None}
            for each in elsewhere(row.id)
        ],
        "backups_until": rules.backups_until(now).date().isoformat(),
    }
    return Signer(salt=rules.RECEIPT_SALT).sign(json.dumps(told, ensure_ascii=False, sort_keys=True))


def _free(customer_id: UUID, now: datetime) -> tuple[bool, date | None]:
    found = orders.find(orders.OrderFilter(customer_id=customer_id), size=MOST_ORDERS)
    standing = []
    for each in found.items:
        order = orders.get(each.id)
        right = aftersales.right(order, now)
        withdrawing = any(one.state != "refunded" for one in aftersales.of_order(each.id))
        standing.append((order.state, right.last_day, withdrawing))
    return rules.free_from(standing, now.date())
