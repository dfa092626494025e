"""Pieces leave an order: what they became cannot be spent any more, or they cannot leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from comptoir.giftcards import rules
from comptoir.giftcards.models import SoldCard
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.orders.errors import GiftCardSpent
from comptoir.payments import facade as payments


def give_up(order_id: UUID, left: Mapping[int, int], *, origin: Origin, now: datetime) -> None:
    """Block as many cards as there are more than pieces `left`, by line, of those that are whole. In the caller's
    transaction, which holds the order and `subjects_of` it. Refuses GiftCardSpent when fewer are whole."""
    live = {
        (row.position, row.piece): row
        for row in SoldCard.objects.filter(order_id=order_id, blocked_at=None).order_by("position", "piece")
    }
    if not live:
        return
    whole = payments.whole({row.account_id: row.amount_minor for row in live.values()})
    gone = rules.given_up(left, live, {place for place, row in live.items() if row.account_id in whole})
    if gone is None:
        raise GiftCardSpent(order_id=str(order_id))
    accounts = [live[place].account_id for place in gone]
    payments.take_in_held(accounts, reason=payments.SOLD_ONLINE, origin=origin, now=now)
    SoldCard.objects.filter(pk__in=[live[place].pk for place in gone]).update(blocked_at=now)


def give_back(order_id: UUID, *, back: Money, kept: Money, origin: Origin, now: datetime) -> None:
    """Money goes `back` while its lines stay, so that this much is `kept`: its cards may not be worth more.
    Whole ones are blocked, the last first, no more than the money that goes. In the caller's transaction, which holds
    the order and `subjects_of` it. Refuses GiftCardSpent when that does not suffice."""
    rows = list(SoldCard.objects.filter(order_id=order_id, blocked_at=None).order_by("position", "piece"))
    if not rows:
        return
    whole = payments.whole({row.account_id: row.amount_minor for row in rows})
    gone = rules.paid_back(
        [(row.amount_minor, row.account_id in whole) for row in rows], back=back.minor, kept=kept.minor
    )
    if gone is None:
        raise GiftCardSpent(order_id=str(order_id))
    accounts = [rows[place].account_id for place in gone]
    payments.take_in_held(accounts, reason=payments.SOLD_ONLINE, origin=origin, now=now)
    SoldCard.objects.filter(account_id__in=accounts).update(blocked_at=now, paid_back=True)
