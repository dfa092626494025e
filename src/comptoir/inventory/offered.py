"""Rows of the view `inventory_ahead` as an offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comptoir.inventory.contracts import AheadOffer


def offer(found: Sequence[tuple[Any, ...]]) -> AheadOffer:
    """`found` are the rows of one sale by day: sale, variant, place, kind, room, day, pieces."""
    sale_id, variant_id, location_id, kind, room = found[0][:5]
    return AheadOffer(
        sale_id=sale_id,
        variant_id=variant_id,
        location_id=location_id,
        kind=kind,
        room=room,
        dates=tuple((day, int(pieces)) for *_, day, pieces in found if pieces > 0),
    )
