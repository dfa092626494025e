"""Identifiers whose past is out of the lake and stays out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import numpy as np
import pyarrow as pa

from comptoir.insights.models import Forgotten
from comptoir.kit.pseudonyms import pseudonym


def remember(keys: Collection[str], now: datetime) -> None:
    rows = [Forgotten(key=pseudonym("lake", key), at=now) for key in sorted(set(keys))]
    Forgotten.objects.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=["at"])


def without(rows: pa.Table) -> pa.Table:
    """The rows but those of who was forgotten after they happened."""
    known = {key: int(at.timestamp() * 1e6) for key, at in Forgotten.objects.values_list("key", "at")}
    if not known:
        return rows
    when = rows["occurred_at"].cast(pa.int64()).to_numpy()
    keep = np.ones(rows.num_rows, dtype=bool)
    for column in ("visitor", "person_key"):
        coded = rows[column].combine_chunks().dictionary_encode()
        until = [known.get(pseudonym("lake", key), 0) for key in coded.dictionary.to_pylist()]
        keep &= when > np.array([*until, 0])[coded.indices.fill_null(len(until)).to_numpy()]
    return rows.filter(pa.array(keep))
