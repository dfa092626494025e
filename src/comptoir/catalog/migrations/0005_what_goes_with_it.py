"""What goes with a product: said by the merchant, and counted from orders; the views that `offers` reads."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import F, PROTECT

VIEWS = """
CREATE OR REPLACE VIEW catalog_listed AS
SELECT p.id AS product_id, m.code AS market, c.path AS category_path, p.name_fr_folded, p.name_en_folded,
       p.created_at, s.starts_at, s.ends_at, p.brand_id, p.attributes -> 'collection' AS collection
FROM catalog_product p
JOIN catalog_publication s ON s.product_id = p.id
JOIN org_market m ON m.id = s.market_id
LEFT JOIN catalog_category c ON c.id = p.category_id
WHERE EXISTS (SELECT FROM catalog_variant v WHERE v.product_id = p.id AND v.active);

CREATE VIEW catalog_related AS
SELECT product_id, other_id, kind::text AS kind, position::int AS position FROM catalog_relation WHERE kind <> 'replaces'
UNION ALL
SELECT other_id, product_id, kind::text, position + 1000 FROM catalog_relation WHERE kind = 'goes_with'
UNION ALL
SELECT other_id, product_id, kind::text, position::int FROM catalog_relation WHERE kind = 'replaces';

CREATE VIEW catalog_together AS
SELECT product_id, other_id, weight FROM catalog_boughttogether;
"""
NO_VIEWS = """
DROP VIEW catalog_together;
DROP VIEW catalog_related;
DROP VIEW catalog_listed;
CREATE VIEW catalog_listed AS
SELECT p.id AS product_id, m.code AS market, c.path AS category_path, p.name_fr_folded, p.name_en_folded,
       p.created_at, s.starts_at, s.ends_at
FROM catalog_product p
JOIN catalog_publication s ON s.product_id = p.id
JOIN org_market m ON m.id = s.market_id
LEFT JOIN catalog_category c ON c.id = p.category_id
WHERE EXISTS (SELECT FROM catalog_variant v WHERE v.product_id = p.id AND v.active);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("catalog", "0004_search_has_its_own_room")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        max_length=9,
                        choices=[
                            ("accessory", "accessory"),
                            ("goes_with", "goes with it"),
                            ("replaces", "replaces"),
                        ],
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "product",
                    models.ForeignKey("catalog.product", on_delete=PROTECT, related_name="+", db_index=False),
                ),
                ("other", models.ForeignKey("catalog.product", on_delete=PROTECT, related_name="+")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("product", "kind", "other"), name="relation_once"),
                    models.CheckConstraint(
                        condition=models.Q(("product", F("other")), _negated=True), name="relation_to_another"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoughtTogether",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("orders", models.PositiveIntegerField()),
                ("weight", models.FloatField()),
                ("counted_at", models.DateTimeField()),
                (
                    "product",
                    models.ForeignKey("catalog.product", on_delete=PROTECT, related_name="+", db_index=False),
                ),
                ("other", models.ForeignKey("catalog.product", on_delete=PROTECT, related_name="+")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("product", "other"), name="bought_together_once"),
                ],
            },
        ),
        migrations.RunSQL(VIEWS, NO_VIEWS),
    ]
