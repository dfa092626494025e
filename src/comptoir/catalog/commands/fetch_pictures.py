"""Pictures at remote addresses become files of ours."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from comptoir.catalog.remote import Unfit, Unreachable, fetch
from comptoir.kit import sql

AT_ONCE = 4
MOST_ATTEMPTS = 6
FIRST_PAUSE = timedelta(minutes=5)

# The claim is the back-off: a worker that dies while fetching leaves the picture to be tried later.
CLAIM = """
UPDATE catalog_media
SET attempts = attempts + 1, next_attempt_at = %(now)s + %(pause)s * power(4, attempts)
WHERE id IN (
    SELECT id FROM catalog_media WHERE status = 'remote' AND next_attempt_at <= %(now)s
    ORDER BY next_attempt_at LIMIT %(count)s FOR UPDATE SKIP LOCKED)
RETURNING id, address, attempts
"""
KEEP = """
UPDATE catalog_media SET status = 'fetched', file = %(file)s, next_attempt_at = NULL
WHERE id = %(id)s AND status = 'remote'
"""
GIVE_UP = (
    "UPDATE catalog_media SET status = 'failed', next_attempt_at = NULL WHERE id = %s AND status = 'remote'"
)


def fetch_pictures(*, now: datetime, trusted: frozenset[str] = frozenset(), count: int = AT_ONCE) -> int:
    """Try the few pictures that are due, one after the other; returns how many came.

    One that does not come is tried again after 5 minutes, 20, 80 and so on, six times in all; one that never
    can (not public, not a picture, too large) fails at once and the drawn placeholder stays. Nothing is asked
    of the network within a transaction. `trusted` as in `remote.fetch`.
    """
    with transaction.atomic(durable=True):
        due = sql.rows(CLAIM, {"now": now, "pause": FIRST_PAUSE, "count": count})
    return sum(_try(media, address, attempts, trusted) for media, address, attempts in due)


def _try(media: UUID, address: str, attempts: int, trusted: frozenset[str]) -> bool:
    try:
        picture = fetch(address, trusted=trusted)
    except Unfit:
        sql.run(GIVE_UP, [media])
        return False
    except Unreachable:
        if attempts >= MOST_ATTEMPTS:
            sql.run(GIVE_UP, [media])
        return False
    file = default_storage.save(f"products/{media}.{picture.extension}", ContentFile(picture.content))
    if not sql.run(KEEP, {"id": media, "file": file}):
        default_storage.delete(file)
        return False
    return True
