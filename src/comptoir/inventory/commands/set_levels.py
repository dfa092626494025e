"""Somebody counted, or a file says how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from comptoir.inventory import rules
from comptoir.inventory.commands import book, queue
from comptoir.inventory.contracts import Adjustment
from comptoir.inventory.models import Movement
from comptoir.inventory.rules import Place
from comptoir.journal.contracts import Origin
from comptoir.kit import sql
from comptoir.kit.refusals import Invalid

LOCKED = """
SELECT l.variant_id, l.location_id, l.on_hand
FROM inventory_stocklevel l
JOIN unnest(%s::uuid[], %s::uuid[]) AS asked(variant_id, location_id) USING (variant_id, location_id)
ORDER BY l.id FOR UPDATE OF l
"""


def set_levels(levels: Sequence[Adjustment], *, reason: str, origin: Origin, now: datetime) -> int:
    """Make `quantity` what each place has on hand; the difference is booked as a movement. Returns how many.

    A level that is right already writes nothing. Joins an open transaction, else makes its own; no subject is
    locked beforehand: each movement is a new one. Refuses Invalid (a level below zero, a reason that is no
    code of `rules.REASONS`) and NegativeStock when a level is less than what is reserved there; then none is
    set.
    """
    wanted = rules.counted(levels)
    if wrong := rules.reason_errors(reason):
        raise Invalid(wrong)
    if not wanted:
        return 0
    with transaction.atomic():
        book.open_levels(place for place, quantity in wanted.items() if quantity)
        queue.hold(variant_id for variant_id, _ in wanted)  # before the levels, as everywhere
        differences = rules.differences(wanted, _locked(wanted))
        if differences:
            book.book(differences, kind=Movement.Kind.ADJUSTMENT.value, reason=reason, origin=origin, now=now)
        return len(differences)


def _locked(places: Iterable[Place]) -> dict[Place, int]:
    listed = list(places)
    found = sql.rows(LOCKED, [[variant_id for variant_id, _ in listed], [place for _, place in listed]])
    return {(variant_id, location_id): on_hand for variant_id, location_id, on_hand in found}
