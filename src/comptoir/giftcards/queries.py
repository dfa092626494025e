"""The cards of an order."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from comptoir.giftcards.contracts import CardInfo
from comptoir.giftcards.models import SoldCard
from comptoir.kit.locks import Subject
from comptoir.kit.money import Money
from comptoir.payments import facade as payments


def cards_of(order_id: UUID) -> list[CardInfo]:
    """In the order of lines and pieces; blocked ones too."""
    return [
        CardInfo(
            account_id=row.account_id, position=row.position, amount=Money(row.amount_minor, row.currency),
            issued_at=row.issued_at, blocked_at=row.blocked_at,
        )
        for row in SoldCard.objects.filter(order_id=order_id).order_by("position", "piece")
    ]  # fmt: skip


def left_on_cards(order_id: UUID) -> dict[int, tuple[int, ...]]:
    """By line that became cards: what is left on each that can still be spent, in minor units, in the order in which
    they are given back."""
    rows = list(SoldCard.objects.filter(order_id=order_id))
    left = payments.available_on(row.account_id for row in rows if row.blocked_at is None)
    found: dict[int, list[int]] = {row.position: [] for row in rows}
    for row in rows:
        if row.blocked_at is None and left[row.account_id] > 0:
            found[row.position].append(min(row.amount_minor, left[row.account_id]))
    return {position: tuple(sorted(each, reverse=True)) for position, each in found.items()}


def subjects_of(order_id: UUID) -> list[Subject]:
    """The accounts of its live cards, as who may block them has to hold them."""
    found = SoldCard.objects.filter(order_id=order_id, blocked_at=None).values_list("account_id", flat=True)
    return [("stored_value", account_id) for account_id in found]


def spent(order_id: UUID) -> int:
    """What of the worth of its cards is spent or claimed, minor units: the money for it stays. In a transaction that
    holds the order: what is left on them stays until its end."""
    rows = list(SoldCard.objects.filter(order_id=order_id).filter(Q(blocked_at=None) | Q(paid_back=True)))
    left = payments.left_on(row.account_id for row in rows if row.blocked_at is None)
    kept = (row.given_minor if row.blocked_at else left[row.account_id] for row in rows)
    return sum(max(0, row.amount_minor - minor) for row, minor in zip(rows, kept, strict=True))


def with_cards(order_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these orders that became cards."""
    return set(SoldCard.objects.filter(order_id__in=list(order_ids)).values_list("order_id", flat=True))


def untold(order_id: UUID) -> bool:
    """Whether its buyer does not know the codes of all its cards yet."""
    return SoldCard.objects.filter(order_id=order_id, told_at=None, blocked_at=None).exists()
