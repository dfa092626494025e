from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("downloads", "0001_files_and_grants")]
    operations: ClassVar = [
        migrations.AddField("digitalfile", "position", models.PositiveSmallIntegerField(default=0)),
        migrations.AlterField(
            "digitalfile",
            "product",
            models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.product"
            ),
        ),
        migrations.AddConstraint(
            "digitalfile", models.UniqueConstraint(fields=("product", "name"), name="one_file_of_a_name")
        ),
    ]
