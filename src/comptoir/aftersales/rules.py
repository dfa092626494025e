"""The right to withdraw from a purchase made at a distance: its time, its objects, its money. Pure.

Code de la consommation, L221-18 to L221-28 and D221-5 (in force since 19 June 2026).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from comptoir.aftersales.contracts import SPENT_CARD, WithdrawableLine
from comptoir.aftersales.errors import AlreadyWithdrawn, GoodsExcluded, OrderEnded, WindowOver
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import Localised
from comptoir.orders.contracts import OrderLineInfo
from comptoir.orders.errors import GiftCardSpent

DAY = timedelta(days=1)
# L221-18 and L221-24.
WINDOW = 14 * DAY
REFUND_WITHIN = 14 * DAY

STATES: Mapping[str, Localised] = {
    "declared": Localised(fr="Déclarée", en="Declared"),
    "refunding": Localised(fr="Remboursement en cours", en="Being refunded"),
    "refunded": Localised(fr="Remboursée", en="Refunded"),
}
MOVES: Mapping[str, tuple[str, ...]] = {
    "declared": ("refunding",),
    "refunding": ("refunded",),
    "refunded": (),
}
EVIDENCE = ("received", "sent")
ENDED = ("cancelled", "expired")


def last_day(received: date, off: Container[date]) -> date:
    """The last day on which one may withdraw: the fourteenth after the day of receipt, which does not count itself; a
    Saturday, Sunday or public holiday moves it to the next working day (L221-19)."""
    day = received + WINDOW
    while day.isoweekday() > 5 or day in off:
        day += DAY
    return day


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day: what a promise for that day is due at."""
    return datetime.combine(day + DAY, time.min, tzinfo=zone) - timedelta(seconds=1)


def received_on(delivered: Sequence[datetime | None], zone: ZoneInfo) -> date | None:
    """The day of the last parcel (L221-18, 2°); None while one has not arrived or none is known."""
    moments = [each for each in delivered if each is not None]
    if not moments or len(moments) < len(delivered):
        return None
    return max(moments).astimezone(zone).date()


def refusal(*, state: str, last: date | None, today: date, lines: Iterable[WithdrawableLine]) -> str:
    """The code of what a declaration would be refused with; empty while the right is open."""
    if state in ENDED:
        return OrderEnded.code
    if last is not None and today > last:
        return WindowOver.code
    left = [line for line in lines if line.quantity]
    if not left:
        return AlreadyWithdrawn.code
    if not all(line.is_lost for line in left):
        return ""
    return GiftCardSpent.code if any(line.exclusion == SPENT_CARD for line in left) else GoodsExcluded.code


def chosen(lines: Sequence[WithdrawableLine], wanted: Mapping[int, int] | None) -> dict[int, int]:
    """Position to pieces; None means all that the right applies to. Refuses Invalid, GoodsExcluded, GiftCardSpent."""
    if wanted is None:
        return {line.position: line.quantity for line in lines if line.quantity and not line.is_lost}
    known = {line.position: line for line in lines}
    wrong = {f"lines.{place}": "not_a_choice" for place in wanted if place not in known}
    for place, pieces in wanted.items():
        if place in known and not 0 <= pieces <= known[place].quantity:
            wrong[f"lines.{place}"] = "too_large"
    kept = {place: pieces for place, pieces in wanted.items() if pieces}
    if wrong or not kept:
        raise Invalid(wrong or {"lines": "missing"})
    if lost := [place for place in kept if known[place].is_lost]:
        spent = all(known[place].exclusion == SPENT_CARD for place in lost)
        raise GiftCardSpent() if spent else GoodsExcluded(positions=sorted(lost))
    return kept


def is_whole(lines: Iterable[WithdrawableLine], kept: Mapping[int, int]) -> bool:
    """Whether nothing of the order stays with the buyer: then its delivery is given back too (L221-24)."""
    return all(kept.get(line.position, 0) == line.quantity and not line.spent for line in lines)


def coming_back(line: WithdrawableLine, pieces: int) -> Money:
    """What comes back for so many pieces of a line."""
    if not line.cards:
        return line.unit * pieces
    return Money.total(line.backs[:pieces], line.unit.currency)


def on_cards(line: WithdrawableLine, pieces: int) -> int:
    """Of it what is left on gift cards, in minor units: pieces that have not left are taken first."""
    if not line.cards:
        return 0
    unsent = min(pieces, line.unsent)
    return (coming_back(line, pieces) - coming_back(line, unsent)).minor


def standing(withdrawn: int, held: int, others: int) -> int:
    """Of `withdrawn` pieces of a line those among the `held` ones of the order that `others` did not withdraw from."""
    return max(0, min(withdrawn, held - others))


def may_move(state: str, to: str) -> bool:
    return to in MOVES[state]


def reduced_before(lines: Iterable[OrderLineInfo], pieces: Mapping[int, int]) -> int:
    """What was paid back before off these pieces, in minor units: a reduction of a line that no other piece of it can
    bear. It was not paid any more (L221-24)."""
    found = 0
    for line in lines:
        if count := min(pieces.get(line.position, 0), line.quantity - line.refunded):
            found += max(0, line.reduced.minor - line.unit.minor * (line.quantity - line.refunded - count))
    return found


def delivery_left(lines: Iterable[OrderLineInfo]) -> int:
    """Of what the delivery cost, in minor units, what was not given back by name."""
    return sum(
        line.unit.minor * (line.quantity - line.refunded) - line.reduced.minor for line in lines if line.kind != "goods"
    )
