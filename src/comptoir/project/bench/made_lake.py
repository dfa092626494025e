"""A lake of invented people who look, fill baskets and order; only the columns that are asked for are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from comptoir.insights.lake import days
from comptoir.insights.lake.days import Manifest
from comptoir.journal.contracts import Lane

BEGIN = date(2026, 1, 5)
ACTS = (
    "Page Viewed", "Product Viewed", "Product Added", "Checkout Step Completed: delivery",
    "Checkout Step Completed: buyer", "Order Placed",
)  # fmt: skip
DEEP = (0.42, 0.30, 0.12, 0.07, 0.05, 0.04)  # how far a visit goes
MEAN = 4.06  # events a visit, as `_visits` makes them
DAY_MS = 86_400_000


def make(events: int, people: int, length: int, buckets: int) -> int:
    """About so many events of so many people over `length` days, always the same; answers how many."""
    chance = np.random.default_rng(20260105)
    keys = chance.integers(-(2**63), 2**63 - 1, people, dtype=np.int64)
    total = 0
    for number in range(length):
        total += _day(BEGIN + timedelta(days=number), int(events / length / MEAN), keys, chance, buckets)
    return total


def _day(day: date, visits: int, keys: NDArray[np.int64], chance: np.random.Generator, buckets: int) -> int:
    key, at, act = _visits(day, visits, keys, chance)
    facts = act == len(ACTS) - 1
    total = 0
    for lane, chosen in ((Lane.BEHAVIOUR, ~facts), (Lane.FACTS, facts)):
        rows = _table(key[chosen], at[chosen], act[chosen])
        lies = key[chosen] & (buckets - 1)
        files = tuple(days.write_file(lane, day, b, rows.filter(pa.array(lies == b))) for b in range(buckets))
        manifest = Manifest(lane=lane.value, day=day.isoformat(), buckets=buckets, rows=rows.num_rows, files=files)
        days.swap(lane, day, manifest)
        total += rows.num_rows
    return total


def _visits(
    day: date, visits: int, keys: NDArray[np.int64], chance: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Each visit looks at pages, then goes some steps further; one in twelve takes the steps in another order."""
    who = keys[(chance.random(visits) ** 1.3 * len(keys)).astype(np.int64)]
    begins = (chance.random(visits) * (DAY_MS - 3_600_000)).astype(np.int64)
    deep = chance.choice(len(ACTS), visits, p=DEEP)
    times = np.where(np.arange(len(ACTS)) <= deep[:, None], 1, 0)
    times[:, 0] += chance.poisson(1.0, visits)
    times[:, 1] += np.where(deep >= 1, chance.poisson(1.4, visits), 0)
    each = times.sum(axis=1)
    visit = np.repeat(np.arange(visits), each)
    act = np.repeat(np.tile(np.arange(len(ACTS)), visits), times.ravel())
    within = np.arange(len(visit)) - np.repeat(np.cumsum(each) - each, each)
    mixed = chance.random(visits)[visit] < 1 / 12
    within = np.where(mixed, chance.integers(0, 12, len(visit)), within)
    at = begins[visit] + within * 25_000 + chance.integers(0, 20_000, len(visit))
    start = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
    return who[visit], start + at, act


def _table(key: NDArray[np.int64], at: NDArray[np.int64], act: NDArray[np.int64]) -> pa.Table:
    acts = pa.DictionaryArray.from_arrays(pa.array(act.astype(np.int32)), list(ACTS)).cast(pa.string())
    place = pa.array(np.arange(len(key)))
    when = pa.array(at * 1000).cast(pa.timestamp("us", tz="UTC"))
    return pa.table(
        {"key_hash": key, "occurred_at": when, "act": acts, "name": acts, "position": place,
         "subject_id": place.cast(pa.string())}
    )  # fmt: skip
