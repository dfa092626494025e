from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("catalog", "0008_completeness"), ("search", "0002_synonyms_of_a_language")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="FacetRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=80)),
                ("pinned", models.BooleanField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.category",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("category", "code"), name="facet_rule_once", nulls_distinct=False
                    )
                ],
            },
        ),
    ]
