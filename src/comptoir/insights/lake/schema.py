"""The columns of the lake, and how rows of the journal become them. Pure but for what it is given."""

from __future__ import annotations

import hashlib

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv

TIME = pa.timestamp("us", tz="UTC")
# No type that Spark, DuckDB or polars reads differently: texts, whole numbers, times in microseconds.
SCHEMA = pa.schema(
    [
        ("key", pa.string()),  # the device, else who is known: whose event this is
        ("key_hash", pa.int64()),  # the lower half of the key's MD5; null where there is no key
        ("occurred_at", TIME),
        ("act", pa.string()),  # what was done, by its public name; a step of the checkout with its step
        ("name", pa.string()),
        ("version", pa.int32()),
        ("event_id", pa.string()),
        ("subject_kind", pa.string()),
        ("subject_id", pa.string()),
        ("subject_version", pa.int64()),
        ("visitor", pa.string()),
        ("person_key", pa.string()),
        ("actor", pa.string()),
        ("channel", pa.string()),
        ("market", pa.string()),
        ("storefront", pa.string()),
        ("legal_entity", pa.string()),
        ("source", pa.string()),
        ("legal_basis", pa.string()),
        ("device", pa.string()),
        ("campaign", pa.string()),
        ("correlation", pa.string()),
        ("causation", pa.string()),
        ("recorded_at", TIME),
        ("generation", pa.int32()),
        ("txid", pa.int64()),
        ("position", pa.int64()),
        ("payload", pa.string()),
    ]
)
DICTIONARIES = [
    "act", "name", "subject_kind", "actor", "channel", "market", "storefront", "legal_entity", "source", "legal_basis",
    "device", "campaign",
]  # fmt: skip
# What `journal.copied` takes out of the payload.
SAID = {
    "event": ("event",), "step": ("step",), "device": ("device",), "medium": ("campaign", "medium"),
    "campaign": ("campaign", "name"), "advertiser": ("campaign", "source"),
}  # fmt: skip
STEPPED = ("Checkout Step Viewed", "Checkout Step Completed", "Checkout Refused", "Checkout Hesitated")
BARE = pa.timestamp("us")
READ = csv.ConvertOptions(
    column_types={
        **{field.name: BARE if field.type == TIME else field.type for field in SCHEMA},
        **dict.fromkeys((*SAID, "lane"), pa.string()),
    },
    strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""],
)  # fmt: skip


def key_hash(key: str) -> int:
    """The lower 64 bits of the key's MD5 as a signed number; in DuckDB `md5_number_lower(key)` with its bits."""
    return int.from_bytes(hashlib.md5(key.encode(), usedforsecurity=False).digest()[8:], "little", signed=True)


def read(text: bytes) -> pa.Table:
    """Rows of `journal.copied` in the columns of the lake."""
    rows = csv.read_csv(
        pa.py_buffer(text), parse_options=csv.ParseOptions(newlines_in_values=True), convert_options=READ
    )
    key = pc.coalesce(rows["visitor"], rows["person_key"])
    made = {
        "key": key,
        "key_hash": hashes(key),
        "act": _acts(rows),
        "campaign": _campaigns(rows),
        "occurred_at": pc.assume_timezone(rows["occurred_at"], "UTC"),
        "recorded_at": pc.assume_timezone(rows["recorded_at"], "UTC"),
    }
    columns = [made[name] if name in made else rows[name] for name in SCHEMA.names]
    return pa.table(columns, names=SCHEMA.names).cast(SCHEMA).combine_chunks()


def hashes(key: pa.ChunkedArray) -> pa.Array:
    """`key_hash` of each."""
    coded = key.combine_chunks().dictionary_encode()
    hashes = pa.array([key_hash(each) for each in coded.dictionary.to_pylist()], pa.int64())
    return hashes.take(coded.indices)


def _acts(rows: pa.Table) -> pa.ChunkedArray:
    """A report's own name; else the word's, and the step of a step."""
    event = _said(rows["event"])
    stepped = pc.and_(pc.is_in(rows["name"], pa.array(STEPPED)), pc.is_valid(rows["step"]))
    with_step = pc.binary_join_element_wise(rows["name"], pc.fill_null(rows["step"], ""), ": ")
    return pc.if_else(stepped, with_step, pc.coalesce(event, rows["name"]))


def _campaigns(rows: pa.Table) -> pa.ChunkedArray:
    """`source / medium / name`, as far as it was said."""
    parts = [pc.fill_null(rows[part], "") for part in ("advertiser", "medium", "campaign")]
    joined = pc.replace_substring_regex(pc.binary_join_element_wise(*parts, " / "), r"(?: / ){2,}", " / ")
    joined = pc.utf8_trim(joined, " /")
    return _said(joined)


def _said(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Nothing for an empty text."""
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
