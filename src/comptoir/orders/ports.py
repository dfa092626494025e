"""Rooms above the orders that have a word when pieces leave an order or money goes back for them: the settings
ORDER_KEEPERS and ORDER_CLAIMS name their doors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings

from comptoir.journal.contracts import Origin
from comptoir.kit.locks import Subject
from comptoir.kit.money import Money
from comptoir.orders.contracts import Claimed
from comptoir.orders.lines import Line, goods_of


class Keeper(Protocol):
    """Keeps something that pieces of an order became."""

    def subjects_of(self, order_id: UUID) -> Sequence[Subject]:
        """What to hold with the order before anything is written."""
        ...

    def give_up(self, order_id: UUID, left: Mapping[int, int], *, origin: Origin, now: datetime) -> None:
        """Only `left`, pieces by the positions of their lines, stay in the order: take away what the others became, in
        the caller's transaction, which holds the order. Refuses GiftCardSpent."""
        ...

    def give_back(
        self, order_id: UUID, *, back: Money, kept: Money, presents: Money, origin: Origin, now: datetime
    ) -> None:
        """Money goes `back` while the lines stay: take away what it paid for, in the caller's transaction, which holds
        the order: what is worth more than the `kept` rest of what came, with the `presents` that went before for
        nothing that left. Refuses GiftCardSpent."""
        ...

    def give_cards(
        self, order_id: UUID, pieces: Mapping[int, int], *, origin: Origin, now: datetime
    ) -> Mapping[int, tuple[int, int]]:
        """Money goes back for `pieces`, by the positions of their lines: take away what they became, in the caller's
        transaction, which holds the order. Answers, of the lines that became something, how many went whole and what
        was left of the others, in minor units."""
        ...

    def left_on_cards(self, order_id: UUID) -> Mapping[int, Sequence[int]]:
        """By line that became something: what is left of each of its pieces now, in minor units, in the order in which
        they are given back; of what is spent, nothing."""
        ...

    def spent(self, order_id: UUID) -> int:
        """What of the order's money cannot go back any more because what its pieces became was spent, minor units."""
        ...


class Claimant(Protocol):
    """Gives money back for pieces itself, by `refund_held`, when its time has come."""

    def claimed(self, order_id: UUID) -> Claimed | None:
        """None when it gives nothing back of this order any more. To be asked by who holds the order."""
        ...


def claimed(order_id: UUID) -> Claimed | None:
    """What no refund by hand may be for."""
    doors = [cast(Claimant, import_module(name)) for name in settings.ORDER_CLAIMS]
    found = [claim for door in doors if (claim := door.claimed(order_id))]
    if not found:
        return None
    pieces: Counter[int] = Counter()
    for each in found:
        pieces.update(each.pieces)
    return Claimed(pieces=pieces, delivery=any(each.delivery for each in found))


def subjects_of(order_id: UUID) -> list[Subject]:
    return [subject for keeper in _keepers() for subject in keeper.subjects_of(order_id)]


def give_up(order_id: UUID, left: Sequence[Line], *, origin: Origin, now: datetime) -> None:
    """Before money goes back for what is not among the lines that are `left`. Refuses GiftCardSpent."""
    pieces = {line.position: line.quantity for line in goods_of(left)}
    for keeper in _keepers():
        keeper.give_up(order_id, pieces, origin=origin, now=now)


def give_back(
    order_id: UUID, *, back: Money, kept: Money, presents: Money, origin: Origin, now: datetime
) -> None:
    """Before money goes `back` while the lines stay. Refuses GiftCardSpent."""
    for keeper in _keepers():
        keeper.give_back(order_id, back=back, kept=kept, presents=presents, origin=origin, now=now)


def give_cards(
    order_id: UUID, pieces: Mapping[int, int], *, origin: Origin, now: datetime
) -> dict[int, tuple[int, int]]:
    """Before money goes back for `pieces` by name: what of them went whole, and what was left of the others."""
    return {
        position: went
        for keeper in _keepers()
        for position, went in keeper.give_cards(order_id, pieces, origin=origin, now=now).items()
    }


def left_on_cards(order_id: UUID) -> dict[int, tuple[int, ...]]:
    """What could be given back for each piece by line, as `give_cards` would find it now."""
    return {place: tuple(left) for keeper in _keepers() for place, left in keeper.left_on_cards(order_id).items()}


def spent(order_id: UUID) -> int:
    return sum(keeper.spent(order_id) for keeper in _keepers())


def _keepers() -> list[Keeper]:
    return [cast(Keeper, import_module(name)) for name in settings.ORDER_KEEPERS]
