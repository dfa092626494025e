"""Pure sums over lines of stock."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from comptoir.inventory.contracts import Adjustment, Ahead, Allocation, IncomingDraft, TransferDraft
from comptoir.kit.refusals import Invalid

Place = tuple[UUID, UUID]  # variant, location
Waiter = TypeVar("Waiter", bound=Hashable)
Supply = TypeVar("Supply")

# Why pieces came or went. Codes, because the journal keeps them for ever: free words may name a person.
REASONS = (
    "opening", "delivery", "import", "correction", "found", "damaged", "lost", "stolen", "expired", "own_use",
    "customer_return", "supplier_return", "other",
)  # fmt: skip

MOST_PIECES = 1_000_000_000  # at one place: half of what the column holds
MOST_COUNTED = 1_000_000  # by one person on one article


def wanted(allocations: Iterable[Allocation]) -> dict[Place, int]:
    """Pieces from what is on hand by variant and place, lines of the same place added up. Refuses Invalid below
    one piece, or with more pieces ahead than there are. What is not counted holds nothing."""
    sums: dict[Place, int] = {}
    for line in allocations:
        later = line.ahead.pieces if line.ahead else 0
        if not line.counted:
            continue
        if not 1 <= line.quantity <= MOST_PIECES or not 0 <= later <= line.quantity:
            raise Invalid({"quantity": "out_of_range"})
        if line.quantity > later:
            place = line.variant_id, line.location_id
            sums[place] = sums.get(place, 0) + line.quantity - later
    return sums


def wanted_ahead(allocations: Iterable[Allocation]) -> dict[Place, Ahead]:
    """Pieces that are still to come by variant and place, added up; of several days the earliest was told."""
    sums: dict[Place, Ahead] = {}
    for line in allocations:
        if line.ahead is None or not line.ahead.pieces or not line.counted:
            continue
        place = line.variant_id, line.location_id
        before = sums.get(place, Ahead(sale_id=line.ahead.sale_id, pieces=0))
        days = [day for day in (before.ready_on, line.ahead.ready_on) if day]
        pieces = before.pieces + line.ahead.pieces
        sums[place] = Ahead(sale_id=line.ahead.sale_id, pieces=pieces, ready_on=min(days, default=None))
    return sums


def allotted(
    queue: Iterable[tuple[Waiter, Place, int]], free: Mapping[Place, int]
) -> list[tuple[Waiter, int]]:
    """Who of a queue gets how many of the free pieces: the first as many as it wants, then the next. Whoever
    gets none is left out."""
    left = dict(free)
    found = []
    for waiter, place, pieces in queue:
        if given := min(pieces, max(0, left.get(place, 0))):
            left[place] -= given
            found.append((waiter, given))
    return found


def covered(
    queue: Iterable[tuple[Waiter, int]], coming: Sequence[tuple[Supply, int]]
) -> dict[Waiter, Supply | None]:
    """Which supply brings the last piece of each waiter at one place; None when nothing announced does.
    Both are in order: who waits longer, what comes sooner."""
    found: dict[Waiter, Supply | None] = {}
    asked = 0
    for waiter, pieces in queue:
        asked += pieces
        so_far = 0
        found[waiter] = None
        for supply, amount in coming:
            so_far += amount
            if so_far >= asked:
                found[waiter] = supply
                break
    return found


def ahead_errors(kind: str, most: int, sent_from: date | None, today: date) -> dict[str, str]:
    """What is wrong with terms to sell ahead, by field. A day that is over promises nothing."""
    wrong = {}
    if kind not in ("preorder", "backorder"):
        wrong["kind"] = "not_a_choice"
    if not 0 <= most <= MOST_PIECES:
        wrong["most"] = "too_small" if most < 0 else "too_large"
    if sent_from and sent_from <= today and most:
        wrong["sent_from"] = "too_small"
    return wrong


def incoming_errors(draft: IncomingDraft) -> dict[str, str]:
    """What is wrong with an announced line, by field."""
    wrong = {}
    for field, text in (("external_id", draft.external_id), ("reference", draft.reference)):
        if not text.strip() or len(text) > 100:
            wrong[field] = "too_long" if text.strip() else "missing"
    if not 1 <= draft.expected <= MOST_PIECES:
        wrong["expected"] = "too_small" if draft.expected < 1 else "too_large"
    return wrong


def transfer_errors(draft: TransferDraft) -> dict[str, str]:
    """What is wrong with an announced transfer, by field."""
    wrong = {}
    if not draft.reference.strip() or len(draft.reference) > 100:
        wrong["reference"] = "too_long" if draft.reference.strip() else "missing"
    if draft.source_id == draft.target_id:
        wrong["target_id"] = "not_a_choice"
    if not draft.lines:
        wrong["lines"] = "missing"
    if len({variant for variant, _ in draft.lines}) < len(draft.lines):
        wrong["lines"] = "not_a_choice"
    if any(not 1 <= pieces <= MOST_PIECES for _, pieces in draft.lines):
        wrong["quantity"] = "too_small" if any(pieces < 1 for _, pieces in draft.lines) else "too_large"
    return wrong


def moved_pieces(lines: Mapping[UUID, int], given: Mapping[UUID, int] | None) -> dict[UUID, int]:
    """How many of each variant of a transfer go or arrive: as `lines` says unless `given` says otherwise.
    Refuses Invalid for a variant that is not in it, and below zero."""
    found = dict(lines) | dict(given or {})
    if found.keys() != lines.keys():
        raise Invalid({"variant_id": "not_a_choice"})
    if any(not 0 <= pieces <= MOST_PIECES for pieces in found.values()):
        raise Invalid({"quantity": "too_small" if any(n < 0 for n in found.values()) else "too_large"})
    return found


def agreed(figures: Mapping[int, int]) -> int | None:
    """The difference that a line of a count comes to, from differences by turn (1 and 2 the two counters, 3 counted
    again, 4 decided): what was decided; else what two of the figures say; else None."""
    if 4 in figures:
        return figures[4]
    values = [figures[turn] for turn in (1, 2, 3) if turn in figures]
    return next((value for value in values if values.count(value) >= 2), None)


def is_late(expected_on: date, today: date) -> bool:
    """The day is over; on the day itself it may still come."""
    return expected_on < today


def reason_errors(reason: str, note: str = "") -> dict[str, str]:
    """What is wrong with why pieces came or went, by field."""
    wrong = {} if reason in REASONS else {"reason": "not_a_choice"}
    return wrong | ({"note": "too_long"} if len(note) > 200 else {})


def added_up(adjustments: Iterable[Adjustment]) -> dict[Place, int]:
    """Differences by variant and place, those that come to nothing left out. Refuses Invalid."""
    sums: dict[Place, int] = {}
    for line in adjustments:
        place = line.variant_id, line.location_id
        sums[place] = sums.get(place, 0) + line.quantity
    if any(abs(quantity) > MOST_PIECES for quantity in sums.values()):
        raise Invalid({"quantity": "out_of_range"})
    return {place: quantity for place, quantity in sums.items() if quantity}


def counted(levels: Iterable[Adjustment]) -> dict[Place, int]:
    """New levels by variant and place; of two for one place the last counts. Refuses Invalid."""
    found = {(line.variant_id, line.location_id): line.quantity for line in levels}
    if not all(0 <= quantity <= MOST_PIECES for quantity in found.values()):
        raise Invalid({"quantity": "out_of_range"})
    return found


def differences(levels: Mapping[Place, int], on_hand: Mapping[Place, int]) -> dict[Place, int]:
    """What has to come (positive) or go (negative) so that each place holds its new level."""
    found = {place: level - on_hand.get(place, 0) for place, level in levels.items()}
    return {place: quantity for place, quantity in found.items() if quantity}
