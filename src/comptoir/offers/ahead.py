"""What may be sold of variants before it is here, from the view that `inventory` publishes."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

# To be joined by `variant_id`; `{those}` says which variants. `later` is read by `read`.
LATER = """
SELECT variant_id, jsonb_build_object(
    'kind', min(kind), 'pieces', greatest(0, least(max(room), sum(pieces))),
    'ready_on', min(ready_on) FILTER (WHERE pieces > 0 OR kept_until), 'kept_until', bool_or(kept_until)
) AS later
FROM inventory_ahead
WHERE variant_id {those} AND market = %(market)s AND ready_on > %(today)s
GROUP BY variant_id HAVING bool_or(pieces > 0 OR kept_until)
"""


class Ahead(NamedTuple):
    """`kept_until`: nothing is sent before `ready_on`, also when pieces are here."""

    kind: str
    pieces: int
    ready_on: date
    kept_until: bool


def read(later: dict[str, Any] | None) -> Ahead | None:
    """The column `later` as it comes from the database."""
    if later is None:
        return None
    day = date.fromisoformat(later["ready_on"])
    return Ahead(later["kind"], int(later["pieces"]), day, bool(later["kept_until"]))
