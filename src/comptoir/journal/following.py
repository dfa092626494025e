"""Reading the facts from outside the house: a page after an opaque cursor, in the order in which nothing is skipped."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence

from django.db import transaction

from comptoir.journal import stream
from comptoir.journal.contracts import REGISTRY, Followed, Lane, Word
from comptoir.journal.errors import CursorUnknown
from comptoir.journal.stream import START, Place
from comptoir.kit import sql

HERE = """
SELECT (SELECT number FROM journal_generation), pg_snapshot_xmax(pg_current_snapshot())::text,
       pg_snapshot_xmin(pg_current_snapshot())::text
"""


def follow(cursor: str, words: Sequence[type[Word]], *, limit: int) -> Followed:
    """The events of `words` among the next `limit` facts after `cursor` (empty: from the first one).

    What an open transaction may still precede is not given yet, so the cursor never passes anything by. `more` says
    whether to ask again at once. Refuses CursorUnknown when it was not made here, or lies ahead of this database.
    """
    after = _read(cursor) if cursor else START
    with transaction.atomic(), stream.by_index():
        found = sql.row(HERE)
        assert found
        generation, ahead = found[0], int(found[1])
        if after.generation > generation or (after.generation == generation and after.txid >= ahead):
            raise CursorUnknown()
        page = stream.page(words, Lane.FACTS, after, current=generation, limit=limit)
    return Followed(events=tuple(page.events), cursor=_write(page.end), more=page.passed == limit)


def fact_words() -> tuple[type[Word], ...]:
    """Every word of the lane of facts, whoever owns it."""
    return tuple(word for word in REGISTRY.values() if word.LANE == Lane.FACTS)


def latest_cursor() -> str:
    """The cursor after which lies what is not settled yet: for who has read the whole state some other way, which
    has to begin after this was taken."""
    found = sql.row(HERE)
    assert found
    return _write(Place(found[0], int(found[2]) - 1, 2**62))


def _write(place: Place) -> str:
    text = f"{place.generation}.{place.txid}.{place.position}".encode()
    return base64.urlsafe_b64encode(_mark(text) + text).decode().rstrip("=")


def _read(cursor: str) -> Place:
    try:
        whole = base64.urlsafe_b64decode(cursor[:200].encode() + b"==")
        mark, text = whole[:4], whole[4:]
        if mark != _mark(text):
            raise CursorUnknown()
        generation, txid, position = (int(part) for part in text.split(b"."))
    except (ValueError, binascii.Error, UnicodeError) as broken:
        raise CursorUnknown() from broken
    return Place(generation, txid, position)


def _mark(text: bytes) -> bytes:
    """Tells a cursor from a misprint."""
    return hashlib.blake2b(text, digest_size=4).digest()
