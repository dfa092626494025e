"""Pieces leave an order: what they became cannot be spent any more, or they cannot leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
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


def give_back(
    order_id: UUID, *, back: Money, kept: Money, presents: Money, origin: Origin, now: datetime
) -> None:
    """Money goes `back` while its lines stay, this much is `kept`, and its cards may not be worth more than that with
    `presents`, what went before for nothing that left and took no card. Whole ones are blocked, the last first, then
    those that were spent in part, with no more left on them than the money that goes. In the caller's transaction,
    which holds the order and `subjects_of` it. Refuses GiftCardSpent when that does not suffice."""
    made = list(SoldCard.objects.filter(order_id=order_id).order_by("position", "piece"))
    rows = [row for row in made if row.blocked_at is None]
    if not rows:
        return
    left = payments.left_on(row.account_id for row in rows)
    unanswered = max(0, presents.minor - sum(row.given_minor for row in made))
    spent = sum(row.amount_minor - row.given_minor for row in made if row.paid_back)
    cards = [(row.amount_minor, left[row.account_id]) for row in rows]
    gone = rules.paid_back(cards, back=back.minor, kept=kept.minor + unanswered - spent)
    if gone is None:
        raise GiftCardSpent(order_id=str(order_id))
    _pay_back([rows[place] for place in gone], left, origin=origin, now=now)


def give_cards(
    order_id: UUID, pieces: Mapping[int, int], *, origin: Origin, now: datetime
) -> dict[int, tuple[int, int]]:
    """Block as many cards as `pieces` are paid back, by line, and take in what is left on them, also of those that were
    spent in part. Answers, of lines with cards, how many went whole and what was left on the others, minor units. In
    the caller's transaction, which holds the order and `subjects_of` it."""
    found: dict[int, tuple[int, int]] = {}
    made = SoldCard.objects.filter(order_id=order_id, position__in=list(pieces)).order_by("position", "piece")
    for position, rows in groupby(made, key=lambda row: row.position):
        live = [row for row in rows if row.blocked_at is None]
        left = payments.left_on(row.account_id for row in live)
        gone = [
            live[place]
            for place in rules.named([(r.amount_minor, left[r.account_id]) for r in live], pieces[position])
        ]
        whole = sum(left[row.account_id] >= row.amount_minor for row in gone)
        rest = sum(left[row.account_id] for row in gone if left[row.account_id] < row.amount_minor)
        _pay_back(gone, left, origin=origin, now=now)
        found[position] = whole, rest
    return found


def _pay_back(rows: Sequence[SoldCard], left: Mapping[UUID, int], *, origin: Origin, now: datetime) -> None:
    payments.take_in_held([row.account_id for row in rows], reason=payments.SOLD_ONLINE, origin=origin, now=now)
    for row in rows:
        row.blocked_at, row.paid_back = now, True
        row.given_minor = min(row.amount_minor, left[row.account_id])
        row.save(update_fields=["blocked_at", "paid_back", "given_minor"])
