"""How a shop of home, leather and knitwear breathes: over the year, the week and the day. Pure, and always the same."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from comptoir.project.demo.goods import Piece

PARIS = ZoneInfo("Europe/Paris")
USUAL = 2.0  # orders a day
# January to December: the sales, spring, weddings, an empty August, the return, and presents.
MONTHS = (1.15, 0.8, 0.9, 0.95, 1.1, 1.1, 1.0, 0.6, 1.05, 1.1, 1.5, 2.3)
WEEKDAYS = (1.0, 0.95, 1.0, 0.95, 0.85, 0.95, 1.3)
WOOL = (1.8, 1.4, 0.8, 0.5, 0.3, 0.2, 0.2, 0.3, 1.0, 1.8, 2.2, 2.2)
SUN = (0.6, 0.6, 0.9, 1.1, 1.4, 1.7, 1.6, 1.2, 0.9, 0.7, 0.7, 0.8)
GIFT = (0.7, 0.8, 0.8, 0.9, 1.3, 1.3, 0.8, 0.6, 0.9, 1.0, 1.5, 2.2)
AISLES = {
    "mailles": WOOL, "textile": WOOL, "lumiere": (1.2, 1.0, 0.8, 0.7, 0.6, 0.5, 0.5, 0.6, 1.0, 1.4, 1.6, 1.5),
    "linge": SUN, "verres": SUN, "sacs": (0.9, 0.9, 1.0, 1.0, 1.1, 1.1, 0.9, 1.0, 1.6, 1.1, 1.2, 1.4),
    "tasses": GIFT, "petits": GIFT, "livres": GIFT, "table": GIFT, "deco": GIFT,
}  # fmt: skip
# When people order, by hour of the day in Paris.
HOURS = (1, 0, 0, 0, 0, 0, 1, 2, 4, 6, 7, 7, 9, 8, 6, 5, 5, 6, 7, 8, 11, 12, 8, 3)


def visits(day: date) -> list[datetime]:
    """The moments (UTC) of a day at which somebody fills a basket, in order."""
    chance = chance_of(day, "visits")
    mean = USUAL * 1.6 * MONTHS[day.month - 1] * WEEKDAYS[day.weekday()]
    count, left = 0, chance.expovariate(1.0)
    while left < mean:  # a Poisson process of one day
        count, left = count + 1, left + chance.expovariate(1.0)
    return sorted(moment(day, chance) for _ in range(count))


def regular(day: date) -> list[datetime]:
    """When the shopper whose log-in is printed buys: on an evening of every second month."""
    return [datetime.combine(day, time(20, 30), PARIS).astimezone(UTC)] if day.day == 12 and day.month % 2 == 0 else []


def moment(day: date, chance: random.Random) -> datetime:
    """Some time of the day at which people are there."""
    each = time(chance.choices(range(24), HOURS)[0], chance.randrange(60))
    return datetime.combine(day, each, PARIS).astimezone(UTC)


def weights(goods: Sequence[Piece], favourites: frozenset[str], day: date) -> list[float]:
    """How much somebody with these favourite aisles wants each, on this day: few goods sell a lot, many a little."""
    ranks = random.Random("what the demo shop sells").sample(range(1, len(goods) + 1), len(goods))
    return [
        rank**-0.7 * AISLES.get(piece.aisle, (1.0,) * 12)[day.month - 1] * (3.0 if piece.aisle in favourites else 1.0)
        for piece, rank in zip(goods, ranks, strict=True)
    ]


def next_handover(moment: datetime) -> datetime:
    """When the parcel of an order leaves: the afternoon of the next working day."""
    day = moment.astimezone(PARIS)
    shut = day.date() + timedelta(days=0 if day.hour < 13 else 1)
    while shut.weekday() > 4:
        shut += timedelta(days=1)
    return datetime.combine(shut, time(16, 30), PARIS).astimezone(UTC)


def chance_of(day: date, what: str) -> random.Random:
    return random.Random(f"{day.isoformat()} {what}")
