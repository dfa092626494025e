"""Which products are bought together: counted from orders, when there are enough."""

from __future__ import annotations

from datetime import timedelta

from comptoir.catalog import facade as catalog
from comptoir.kit import sql
from comptoir.orders import jobs, together

from .story import placed


def test_three_orders_are_enough_and_two_are_not(world) -> None:
    placed(world, "BOOK", "BOWL-OCHRE")
    placed(world, "BOOK", "BOWL-OCHRE")
    placed(world, "THROW")
    while jobs.work_payments(world.now):
        pass
    assert together.count_together(world.now) == 0
    placed(world, "BOOK", "BOWL-OCHRE")
    assert together.count_together(world.now) == 0, "what is not paid does not count"
    while jobs.work_payments(world.now):
        pass
    assert together.count_together(world.now) == 2
    ids = catalog.products_called(["bowl", "book"])
    rows = sql.rows("SELECT product_id, other_id, orders, weight FROM catalog_boughttogether")
    pairs = {(row[0], row[1]): row[2:] for row in rows}
    assert pairs[ids["bowl"], ids["book"]] == (3, 1.0) and (ids["book"], ids["bowl"]) in pairs
    assert together.count_together(world.now) == 0, "once a day"
    assert together.count_together(world.now + timedelta(days=300)) == 0, "old orders tell nothing any more"
    assert sql.rows("SELECT count(*) FROM catalog_boughttogether") == [(0,)]
