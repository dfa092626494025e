"""A destination moves to another host: whoever stood at the old one still has what it was sent, and has to be told of
erasures too."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from comptoir.forwarding.models import Destination
from comptoir.kit import sql
from comptoir.kit.ids import uuid7

# Since when, for what and under which name stay those of the row that moves.
LEAVE = """
INSERT INTO forwarding_destination (id, name, address, write_key, purpose, sources, words, personal, state, failures,
                                    quiet_until, last_error, seconds, created_at)
SELECT %(former)s, name, address, '', purpose, sources, words, personal, 'removed', 0, %(now)s, '', 0, created_at
FROM forwarding_destination WHERE id = %(id)s
"""
TAKE_ALONG = "UPDATE forwarding_reached SET destination_id = %(former)s WHERE destination_id = %(id)s"
ASKED = "UPDATE forwarding_toerase SET destination_id = %(former)s WHERE destination_id = %(id)s"


def is_elsewhere(address: str, other: str) -> bool:
    return urlsplit(address).netloc.lower() != urlsplit(other).netloc.lower()


def leave_former(row: Destination, now: datetime) -> None:
    """Keep the host that is left as a destination that was removed, with everybody it was told of and what it was asked
    to erase. In the caller's transaction, which holds the destination and has not changed the row yet."""
    held = sql.row("SELECT id FROM forwarding_destination WHERE id = %s FOR UPDATE", [row.id])
    assert held
    moved = {"former": uuid7(), "id": row.id, "now": now}
    sql.run(LEAVE, moved)
    sql.run(TAKE_ALONG, moved)
    sql.run(ASKED, moved)
