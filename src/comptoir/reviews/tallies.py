"""The counts of stars by product: moved by each write, last, because several reviews share a row."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from comptoir.kit import locks, sql
from comptoir.reviews.rules import STARS

COUNTS = ", ".join(
    f"count(*) FILTER (WHERE rating = {number}) AS {name}" for number, name in enumerate(STARS, start=1)
)
GROUPED = f"""
SELECT product_id, {COUNTS} FROM unnest(%s::uuid[], %s::int[]) AS given(product_id, rating)
GROUP BY product_id ORDER BY product_id
"""
ADD = f"""
INSERT INTO reviews_tally AS kept (product_id, {", ".join(STARS)}) {GROUPED}
ON CONFLICT (product_id) DO UPDATE SET {", ".join(f"{name} = kept.{name} + excluded.{name}" for name in STARS)}
"""
TAKE = f"""
UPDATE reviews_tally kept SET {", ".join(f"{name} = kept.{name} - gone.{name}" for name in STARS)}
FROM ({GROUPED}) gone WHERE kept.product_id = gone.product_id
"""
COUNT = f"""
INSERT INTO reviews_tally (product_id, {", ".join(STARS)})
SELECT product_id, {COUNTS} FROM reviews_review WHERE state = 'published' GROUP BY product_id
"""
Rated = tuple[UUID, int]


def add(given: Iterable[Rated]) -> None:
    """These products got these ratings."""
    _move(ADD, given)


def take(given: Iterable[Rated]) -> None:
    """These ratings are not shown any more."""
    _move(TAKE, given)


def _move(statement: str, given: Iterable[Rated]) -> None:
    found = sorted(given)
    if found:
        sql.run(statement, [[product for product, _rating in found], [rating for _product, rating in found]])


def rebuild() -> None:
    """Count all of them anew; writers wait for it."""
    with transaction.atomic(durable=True):
        locks.hold(("reviews", "tallies"))
        sql.run("LOCK TABLE reviews_review, reviews_tally IN SHARE ROW EXCLUSIVE MODE")
        sql.run("DELETE FROM reviews_tally")
        sql.run(COUNT)
