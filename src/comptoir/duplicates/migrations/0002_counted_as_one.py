"""Pairs that staff linked before are counted as one person too."""

from django.db import migrations

COUNT = """
WITH RECURSIVE said(a, b) AS (
    SELECT a_id, b_id FROM duplicates_duplicate WHERE state = 'same'
    UNION ALL SELECT b_id, a_id FROM duplicates_duplicate WHERE state = 'same'
), linked(id, with_id) AS (
    SELECT a, a FROM said UNION SELECT linked.id, said.b FROM linked JOIN said ON said.a = linked.with_id
)
INSERT INTO customers_together (customer_id, one_id)
SELECT id, (array_agg(with_id ORDER BY with_id))[1] FROM linked GROUP BY id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("duplicates", "0001_look_alikes"), ("customers", "0004_counted_as_one"), ("profiles", "0004_counted_as_one"),
    ]  # fmt: skip

    operations = [migrations.RunSQL(COUNT, "DELETE FROM customers_together")]
