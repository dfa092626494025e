"""Reads of counts. While a count is open, each of its counters sees their own figures only."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from comptoir.inventory.contracts import CountInfo, CountLineInfo
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound

HEAD = """
SELECT id, location_id, section, state, first, second, first_done_at IS NOT NULL, second_done_at IS NOT NULL, opened_at
FROM inventory_count WHERE id = %s
"""
LINES = """
SELECT line.variant_id, line.difference, entry.turn, entry.pieces - entry.on_hand, entry.pieces
FROM inventory_countline line LEFT JOIN inventory_countentry entry ON entry.line_id = line.id
WHERE line.count_id = %s ORDER BY line.id, entry.turn
"""
COUNTS = """
SELECT id FROM inventory_count WHERE (%(state)s = '' OR state = %(state)s) ORDER BY opened_at DESC, id LIMIT %(limit)s
"""


def count(count_id: UUID, *, reader: str = "") -> CountInfo:
    """A count as `reader` (a counter's name) may see it. Refuses NotFound."""
    head = sql.row(HEAD, [count_id])
    if head is None:
        raise NotFound()
    turn = {head[4]: 1, head[5]: 2}.get(reader, 0) if reader else 0
    figures: dict[UUID, dict[int, tuple[int, int]]] = defaultdict(dict)
    differences: dict[UUID, int | None] = {}
    for variant_id, difference, of_turn, off, pieces in sql.rows(LINES, [count_id]):
        differences[variant_id] = difference
        if of_turn and (head[3] != "open" or of_turn == turn):
            figures[variant_id][of_turn] = (off, pieces)
    return CountInfo(
        id=head[0],
        location_id=head[1],
        section=head[2],
        state=head[3],
        turn=turn,
        done=(head[6], head[7]),
        counters=(head[4], head[5]),
        opened_at=head[8],
        lines=tuple(
            CountLineInfo(variant_id=variant_id, figures=figures[variant_id], difference=difference)
            for variant_id, difference in differences.items()
        ),
    )


def counts(*, state: str = "", reader: str = "", limit: int = 50) -> tuple[CountInfo, ...]:
    """Counts, the newest first."""
    found = sql.rows(COUNTS, {"state": state, "limit": limit})
    return tuple(count(count_id, reader=reader) for (count_id,) in found)
