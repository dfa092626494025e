"""Searches with judged products, and how well an order of products serves them."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

Judged = dict[str, dict[str, int]]


def read(path: Path) -> Judged:
    """Search → product → 0 to 3, of the searches for which some product was found fit: nothing can be ranked well for
    the others."""
    found: Judged = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["query"]][row["docid"]] = int(row["rating"])
    return {query: judged for query, judged in sorted(found.items()) if any(judged.values())}


def ndcg(ranked: Sequence[str], judged: Mapping[str, int], k: int = 10) -> float:
    """Normalised discounted cumulated gain of the first `k` (Järvelin and Kekäläinen 2002), gain 2^rating − 1; what
    nobody judged counts as 0."""
    ideal = _gain(sorted(judged.values(), reverse=True)[:k])
    return _gain([judged.get(each, 0) for each in ranked[:k]]) / ideal


def _gain(ratings: Sequence[int]) -> float:
    return sum((2**rating - 1) / math.log2(place + 2) for place, rating in enumerate(ratings))
