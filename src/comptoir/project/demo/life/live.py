"""The demo shop lives until yesterday: half a year at the first start, the days in between at the next ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from comptoir.catalog import facade as catalog
from comptoir.orders import facade as orders
from comptoir.project.demo.goods import pieces
from comptoir.project.demo.life.play import Life
from comptoir.project.demo.life.seasons import PARIS

DAYS = 183
# Goods and terms are there a week before the first customer.
BEFORE = timedelta(days=DAYS + 7)


def live(now: datetime, told: Callable[[float], None] = lambda share: None, *, most: int = DAYS) -> int:
    """Play the days since the last order that was placed before today, `most` of them; answers how many visits. After a
    crash it goes on with the day after the last order that it placed."""
    goods = pieces()
    codes = [sold.code for piece in goods for sold in piece.variants]
    known = catalog.variants_called(codes)
    today = now.astimezone(PARIS).date()
    last = orders.find(orders.OrderFilter(until=today - timedelta(days=1)), size=1).items
    begin = today - timedelta(days=min(most, DAYS))
    since = max(begin, last[0].placed_at.astimezone(PARIS).date() + timedelta(days=1)) if last else begin
    life = Life(goods, known, now)
    life.go_on()
    return life.play(since, told)
