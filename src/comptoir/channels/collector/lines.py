"""Rows of the journal in PostgreSQL's binary form of COPY. A row of a request's hundredth event differs from the first
in six columns: the others are put together once."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from comptoir.channels.collector.hearing import Heard
from comptoir.channels.collector.moments import EPOCH_2000

COLUMNS = (
    "generation, version, subject_version, name, lane, legal_basis, source, channel, market, legal_entity, storefront,"
    " subject_kind, actor, event_id, subject_id, visitor, person_key, occurred_at, correlation, payload"
)
COPY_EVENTS = f"COPY journal_event ({COLUMNS}) FROM STDIN (FORMAT BINARY)"
FIELDS = 20
BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"
NULL = b"\xff\xff\xff\xff"
_uuid, _size, _long = struct.Struct("!i16s").pack, struct.Struct("!i").pack, struct.Struct("!iq").pack


def text(value: str) -> bytes:
    plain = value.encode()
    return _size(len(plain)) + plain


def identity(value: bytes) -> bytes:
    return _uuid(16, value)


def moment(micros: int) -> bytes:
    return _long(8, micros - EPOCH_2000)


def jsonb(document: bytes) -> bytes:
    return _size(len(document) + 1) + b"\x01" + document


def number(value: int) -> bytes:
    return _long(8, value)


@lru_cache(maxsize=1_000)
def head(generation: int, version: int, *texts: str) -> bytes:
    """Field count, generation, version, subject version 0, then the columns that are texts."""
    numbers = struct.pack("!h iiiiiq", FIELDS, 4, generation, 4, version, 8, 0)
    return numbers + b"".join(map(text, texts))


def of_heard(heard: Iterable[Heard], generation: int) -> list[bytes]:
    found: list[bytes] = []
    for each in heard:
        word, source = each.word, each.source
        visitor = text(each.visitor)
        found += (
            head(
                generation, word.VERSION, word.NAME, word.LANE, each.basis, source.code, source.channel, source.market,
                source.legal_entity, source.storefront, word.SUBJECT_KIND, f"source:{source.code}",
            ),
            _uuid(16, each.event_id),
            visitor,
            visitor,
            text(each.person) if each.person else NULL,
            _long(8, each.occurred - EPOCH_2000),
            _uuid(16, each.correlation),
            jsonb(each.payload),
        )  # fmt: skip
    return found


def plain(generation: int, version: int, texts: tuple[str, ...], subject: UUID, when: int, payload: bytes) -> bytes:
    """A row that is tied to nobody: a subject and a correlation of its own, no visitor."""
    named = text(str(subject))
    row = (
        head(generation, version, *texts), _uuid(16, subject.bytes), named, NULL, NULL, moment(when),
        _uuid(16, subject.bytes), jsonb(payload),
    )  # fmt: skip
    return b"".join(row)
