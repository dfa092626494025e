"""What the order path names without a foreign key is never deleted."""

from types import SimpleNamespace

import pytest
from django.db import Error, transaction

from comptoir.kit import sql

GUARDED = """
SELECT t.tgrelid::regclass::text FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
WHERE f.proname = 'kit_stays' AND t.tgenabled = 'O'
"""
# Every column that names a row without a key that would hold it, and the table of that row.
NAMED = {
    "catalog_variant", "org_location", "fulfilment_deliverymethod", "orders_termsversion", "promotions_promotion",
    "promotions_code",
}  # fmt: skip


def test_rows_that_orders_name_without_a_key_stay(world: SimpleNamespace) -> None:
    assert {row[0] for row in sql.rows(GUARDED)} == NAMED
    for table in ("catalog_variant", "org_location", "fulfilment_deliverymethod"):
        before = sql.row(f"SELECT count(*) FROM {table}")
        with pytest.raises(Error, match="never deleted"), transaction.atomic():
            sql.run(f"DELETE FROM {table}")
        assert before and before[0] and sql.row(f"SELECT count(*) FROM {table}") == before
