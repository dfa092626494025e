"""Identifiers whose past is out of the lake and stays out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from comptoir.insights.models import Forgotten
from comptoir.kit.pseudonyms import pseudonym

NOBODY = "erased"


def remember(keys: Collection[str], now: datetime) -> None:
    rows = [Forgotten(key=pseudonym("lake", key), at=now) for key in sorted(set(keys))]
    Forgotten.objects.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=["at"])


def without(rows: pa.Table, *, stay: bool) -> pa.Table:
    """The rows but those of who was forgotten after they happened; with `stay` these too, of nobody: facts are
    facts."""
    known = {key: int(at.timestamp() * 1e6) for key, at in Forgotten.objects.values_list("key", "at")}
    if not known:
        return rows
    when = rows["occurred_at"].cast(pa.int64()).to_numpy()
    keep = np.ones(rows.num_rows, dtype=bool)
    for column in ("visitor", "person_key"):
        coded = rows[column].combine_chunks().dictionary_encode()
        until = [known.get(pseudonym("lake", key), 0) for key in coded.dictionary.to_pylist()]
        keep &= when > np.array([*until, 0])[coded.indices.fill_null(len(until)).to_numpy()]
    if not stay or keep.all():
        return rows.filter(pa.array(keep))
    theirs = [_of_nobody(row) for row in rows.filter(pa.array(~keep)).to_pylist()]
    named = pa.array(np.concatenate([np.flatnonzero(keep), np.flatnonzero(~keep)]))
    mixed = pa.concat_tables([rows.filter(pa.array(keep)), pa.Table.from_pylist(theirs, schema=rows.schema)])
    return mixed.take(pc.sort_indices(named))


def _of_nobody(row: dict[str, Any]) -> dict[str, Any]:
    keys = [key for key in (row["visitor"], row["person_key"]) if key]
    for column in ("subject_id", "actor", "payload"):
        for key in keys:
            row[column] = row[column].replace(key, NOBODY)
    return row | dict.fromkeys(("key", "key_hash", "visitor", "person_key"))
