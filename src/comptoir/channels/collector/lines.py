"""Rows of the journal in PostgreSQL's binary form of COPY, without their first column: the generation is known when
they are written. What rows of a source have in common is put together once."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from comptoir.channels.collector.moments import EPOCH_2000

COLUMNS = (
    "generation, version, subject_version, name, lane, legal_basis, source, channel, market, legal_entity, storefront,"
    " subject_kind, actor, event_id, subject_id, visitor, person_key, occurred_at, correlation, payload"
)
COPY_EVENTS = f"COPY journal_event ({COLUMNS}) FROM STDIN (FORMAT BINARY)"
FIELDS = 20
BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"
SIXTEEN = b"\0\0\0\x10"  # bytes of an identifier
NULL = b"\xff\xff\xff\xff"
_start = struct.Struct("!hii").pack
_middle = struct.Struct("!iqi16siB").pack
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
def head(version: int, *texts: str) -> bytes:
    """Version, subject version 0, then the columns that are texts."""
    return struct.pack("!iiiq", 4, version, 8, 0) + b"".join(map(text, texts))


def of_heard(
    head: bytes, event_id: bytes, visitor: str, person: str, occurred: int, correlation: bytes, payload: bytes
) -> bytes:
    """The subject is the visitor; `person` is a customer, or nobody."""
    plain = visitor.encode()
    size = _size(len(plain))
    whose = text(person) if person else NULL
    middle = _middle(8, occurred - EPOCH_2000, 16, correlation, len(payload) + 1, 1)
    return b"".join((head, SIXTEEN, event_id, size, plain, size, plain, whose, middle, payload))


def plain(version: int, texts: tuple[str, ...], subject: UUID, when: int, payload: bytes) -> bytes:
    """A row that is tied to nobody: a subject and a correlation of its own, no visitor."""
    named = text(str(subject))
    row = (
        head(version, *texts), _uuid(16, subject.bytes), named, NULL, NULL, moment(when), _uuid(16, subject.bytes),
        jsonb(payload),
    )  # fmt: skip
    return b"".join(row)


def together(rows: Iterable[bytes], generation: int) -> bytes:
    """What COPY_EVENTS takes."""
    start = _start(FIELDS, 4, generation)
    return b"".join((BEGIN, start, start.join(rows), END))
