"""How far two French postcodes are from each other: enough to put shops in an order, not to find a way."""

from __future__ import annotations

import gzip
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from comptoir.customers.contracts import Distance

DATA = Path(__file__).parent / "data" / "fr-postcode-places.txt.gz"
EARTH_KM = 6371.0


def distance(start: str, end: str) -> Distance | None:
    """Along a great circle (haversine formula); None when one of the postcodes is not known."""
    here, there = _places().get(start.strip()), _places().get(end.strip())
    if here is None or there is None:
        return None
    (lat1, lon1, exact1), (lat2, lon2, exact2) = here, there
    north, east = radians(lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    part = sin(north) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(east) ** 2
    return Distance(km=round(2 * EARTH_KM * asin(sqrt(part))), is_exact=exact1 and exact2)


@cache
def _places() -> dict[str, tuple[float, float, bool]]:
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        parts = (line.rstrip("\n").split(";") for line in file)
        return {code: (float(lat), float(lon), exact == "1") for code, lat, lon, exact in parts}
