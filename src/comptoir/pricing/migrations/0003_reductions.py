"""Prices that are announced as reduced; the views of them and of past prices that higher rooms may join."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import PROTECT

VIEWS = """
CREATE VIEW pricing_reduced AS
SELECT announced.variant_id, announced.market, announced.currency, announced.reference_minor, announced.since
FROM pricing_reduction announced
JOIN pricing_listprice price USING (variant_id, market, currency)
WHERE price.amount_minor < announced.reference_minor;

CREATE VIEW pricing_past AS
SELECT variant_id, market, currency, amount_minor, version, since FROM pricing_pricechange;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("pricing", "0002_history_and_view"), ("catalog", "0005_what_goes_with_it")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Reduction",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("market", models.SlugField()),
                ("currency", models.CharField(max_length=3)),
                ("reference_minor", models.BigIntegerField()),
                ("since", models.DateTimeField()),
                ("actor", models.CharField(max_length=80)),
                ("variant", models.ForeignKey("catalog.variant", on_delete=PROTECT, related_name="+")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("variant", "market", "currency"), name="reduction_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reference_minor__gt", 0)), name="reduction_from_something"
                    ),
                ],
            },
        ),
        migrations.RunSQL(VIEWS, "DROP VIEW pricing_past; DROP VIEW pricing_reduced"),
    ]
