"""Identifiers whose past is out of the lake and stays out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from comptoir.insights.models import Forgotten
from comptoir.kit.pseudonyms import pseudonym

BY_USER = "user:"  # before the key, the visitor of a report that names no device


def named(keys: Collection[str]) -> set[str]:
    """The identifiers as events hold them: a user's key is the visitor, too, where no device was named."""
    return {each for key in keys if key for each in (key, f"{BY_USER}{key}")}


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
    theirs = np.zeros(rows.num_rows, dtype=bool)
    for column in ("visitor", "person_key"):
        coded = rows[column].combine_chunks().dictionary_encode()
        until = [known.get(pseudonym("lake", key), 0) for key in coded.dictionary.to_pylist()]
        theirs |= when <= np.array([*until, 0])[coded.indices.fill_null(len(until)).to_numpy()]
    return of_nobody(rows, theirs) if stay else rows.filter(pa.array(~theirs))


def of_nobody(rows: pa.Table, theirs: np.ndarray) -> pa.Table:
    """These rows lose the device and are counted for nobody. The number of a customer stays, as in the journal: their
    orders stand under it, and it names nobody any more. All others are as they were."""
    mask = pa.array(theirs)
    columns = {name: rows[name] for name in rows.schema.names}
    for name in ("key", "key_hash", "visitor"):
        columns[name] = pc.if_else(mask, pa.scalar(None, rows.schema.field(name).type), columns[name])
    return pa.table(columns).cast(rows.schema)
