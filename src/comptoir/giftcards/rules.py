"""How many cards an order should have. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

DEAD = ("cancelled", "expired")


@dataclass(frozen=True, slots=True)
class Wanted:
    """`missing` maps a line to the numbers of the pieces to make, `surplus` are (line, piece) of cards to block."""

    missing: Mapping[int, tuple[int, ...]]
    surplus: tuple[tuple[int, int], ...]


def wanted(
    pieces: Mapping[int, int], live: Collection[tuple[int, int]], made: Collection[tuple[int, int]], *, paid: bool
) -> Wanted:
    """`pieces` by line as the order is now; `live` cards and all that were ever `made`, each (line, piece). What is
    not paid gets no card, and keeps those that it has: money that goes back comes with fewer pieces."""
    missing: dict[int, tuple[int, ...]] = {}
    surplus: list[tuple[int, int]] = []
    for line in sorted({*pieces, *(line for line, _piece in live)}):
        mine = sorted(piece for each, piece in live if each == line)
        lacking = pieces.get(line, 0) - len(mine)
        if lacking > 0 and paid:
            last = max((piece for each, piece in made if each == line), default=0)
            missing[line] = tuple(range(last + 1, last + 1 + lacking))
        surplus += [(line, piece) for piece in mine[pieces.get(line, 0) :]]
    return Wanted(missing, tuple(surplus))


def covered(
    missing: Mapping[int, tuple[int, ...]], worth: Mapping[int, int], *, room: int
) -> dict[int, tuple[int, ...]]:
    """Those of the `missing` pieces whose cards, each of the `worth` of its line, are together worth no more than
    `room`, minor units: what went back before they were made pays for none."""
    made: dict[int, tuple[int, ...]] = {}
    for line, pieces in sorted(missing.items()):
        count = min(len(pieces), max(0, room) // worth[line])
        room -= count * worth[line]
        if count:
            made[line] = pieces[:count]
    return made


def given_up(
    left: Mapping[int, int], live: Collection[tuple[int, int]], whole: Collection[tuple[int, int]]
) -> tuple[tuple[int, int], ...] | None:
    """The `live` cards to block when only the pieces `left` stay, by line: those that are `whole`, the last first.
    None when there are too few of them."""
    gone: list[tuple[int, int]] = []
    for line in sorted({line for line, _piece in live}):
        mine = sorted(piece for each, piece in live if each == line)
        count = max(0, len(mine) - left.get(line, 0))
        unspent = [(line, piece) for piece in reversed(mine) if (line, piece) in whole]
        if len(unspent) < count:
            return None
        gone += unspent[:count]
    return tuple(gone)


def named(cards: Sequence[tuple[int, int]], count: int) -> tuple[int, ...]:
    """Which of these live cards of a line, (worth, left), are blocked when `count` of its pieces are paid back: whole
    ones first, then those with most left, the last first."""
    order = sorted(range(len(cards)), key=lambda place: (-min(cards[place]), -place))
    return tuple(place for place in order[:count] if cards[place][1] > 0)


def paid_back(cards: Sequence[tuple[int, int]], *, back: int, kept: int) -> tuple[int, ...] | None:
    """Which of these live cards, (worth, left), are blocked when `back` is given and `kept` stays of what the order
    paid, in minor units: whole ones, then those that were spent in part, the last first, with no more left on them than
    what goes back, until what the others are worth and what was spent of these is no more than what stays. None when
    that cannot be."""
    worth, taken = sum(amount for amount, _left in cards), 0
    gone: list[int] = []
    for place in sorted(range(len(cards)), key=lambda place: (cards[place][1] < cards[place][0], -place)):
        left = min(cards[place])
        if worth <= kept:
            break
        if left and taken + left <= back:
            gone.append(place)
            worth, taken = worth - left, taken + left
    return tuple(gone) if worth <= kept else None
