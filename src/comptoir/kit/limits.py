"""How often somebody may call: a token bucket for all processes together, in one table that no crash needs.

A process takes tokens from the shared bucket a few at a time and gives them out itself, so most calls ask nobody.
Taken tokens are gone from the bucket at once: together the processes never let more through than it holds. What a
process took and did not give out within a second is lost, so somebody who calls through many processes may be stopped
a handful of calls early (`burst` / 20 a process at most), never late.
"""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass

from comptoir.kit import sql

LEASE_SECONDS = 1.0
MOST_LEASES = 10_000

# One statement: the bucket is filled up for the time that has passed, then as much as is there is taken, up to what is
# wanted; nothing when there is less than what is needed now. The clock is the database's, the same for all.
TAKE = """
INSERT INTO kit_rate_bucket AS kept (key, tokens, granted, at)
VALUES (%(key)s, %(burst)s::float8 - %(want)s::float8, %(want)s::float8, clock_timestamp())
ON CONFLICT (key) DO UPDATE SET
    granted = CASE WHEN filled(kept) < %(need)s::float8 THEN 0 ELSE least(%(want)s::float8, floor(filled(kept))) END,
    tokens = filled(kept) - CASE WHEN filled(kept) < %(need)s::float8 THEN 0
                                 ELSE least(%(want)s::float8, floor(filled(kept))) END,
    at = clock_timestamp()
RETURNING granted, tokens
"""
FILLED = (
    "least(%(burst)s::float8, kept.tokens"
    " + greatest(0, extract(epoch FROM clock_timestamp() - kept.at)::float8) * %(per_second)s::float8)"
)
STATEMENT = TAKE.replace("filled(kept)", FILLED)


@dataclass(frozen=True, slots=True)
class Limit:
    """`per_second` calls in the long run, `burst` at once."""

    name: str
    per_second: float
    burst: int

    @property
    def window(self) -> int:
        """Seconds in which an empty bucket fills."""
        return math.ceil(self.burst / self.per_second)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`remaining` calls are left now (at least); when `allowed` is false, `wait` is the whole seconds until one is."""

    allowed: bool
    remaining: int
    wait: int
    limit: Limit


class _Lease:
    __slots__ = ("until", "left", "shared")

    def __init__(self, until: float, left: float, shared: float) -> None:
        self.until, self.left, self.shared = until, left, shared


_leases: dict[str, _Lease] = {}
_lock = threading.Lock()


def take(who: str, limit: Limit, cost: int = 1) -> Verdict:
    """Let `who` through, or not. Outside of transactions: it writes a row of its own now and then."""
    key = f"{limit.name}:{who}"
    with _lock:
        lease = _leases.get(key)
        if lease and lease.until > time.monotonic() and lease.left >= cost:
            lease.left -= cost
            return Verdict(True, int(lease.left + max(lease.shared, 0)), 0, limit)
    want = max(cost, limit.burst // 20)
    found = sql.row(
        STATEMENT,
        {"key": key, "want": want, "need": cost, "burst": limit.burst, "per_second": limit.per_second},
    )
    granted, shared = found or (0.0, 0.0)
    with _lock:
        if len(_leases) >= MOST_LEASES:
            _leases.clear()
        if granted:
            _leases[key] = _Lease(time.monotonic() + LEASE_SECONDS, granted - cost, shared)
    if not granted:
        return Verdict(False, 0, max(1, math.ceil((cost - shared) / limit.per_second)), limit)
    return Verdict(True, int(granted - cost + shared), 0, limit)


def forget_old(now: object) -> int:
    """Delete buckets that nobody has drawn from for an hour: they would be full; returns how many."""
    return sql.run("DELETE FROM kit_rate_bucket WHERE at < clock_timestamp() - interval '1 hour'")
