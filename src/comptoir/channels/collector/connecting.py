"""Connections of the collector's own: psycopg's, with identifiers as bytes both ways."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import pq
from psycopg.adapt import Dumper, Loader

# A plan is made once, for many rows: what is remembered is asked by its index, whatever the tables held when the
# connection was young.
SETTINGS = (
    "-c statement_timeout=15s -c idle_in_transaction_session_timeout=15s -c lock_timeout=5s -c jit=off"
    " -c synchronous_commit=on -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
    " -c plan_cache_mode=force_generic_plan"
)
READING = "-c statement_timeout=2s -c lock_timeout=1s -c jit=off"  # who asks waits for it
UUID_ARRAY = 2951
UUID = 2950


class Keys(bytes):
    """Identifiers in a row, 16 bytes each, as an array of uuid."""

    @classmethod
    def of(cls, keys: list[bytes]) -> Keys:
        header = b"".join(number.to_bytes(4, "big") for number in (1, 0, UUID, len(keys), 1))
        return cls(header + b"".join(b"\0\0\0\x10" + key for key in keys))


class _KeysDumper(Dumper):
    format = pq.Format.BINARY
    oid = UUID_ARRAY

    def dump(self, obj: Any) -> bytes:
        return bytes(obj)


class _PlainLoader(Loader):
    format = pq.Format.BINARY

    def load(self, data: Any) -> bytes:
        return bytes(data)


def connect(address: str, *, autocommit: bool = False) -> psycopg.Connection[Any]:
    connection = psycopg.connect(
        address, options=SETTINGS, autocommit=autocommit, connect_timeout=5, application_name="comptoir collector",
        prepare_threshold=1,
    )  # fmt: skip
    connection.adapters.register_dumper(Keys, _KeysDumper)
    connection.adapters.register_loader("uuid", _PlainLoader)
    return connection
