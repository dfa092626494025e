from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import comptoir.kit.ids


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = [("catalog", "0010_nature"), ("orders", "0010_without_a_parcel")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="DigitalFile",
            fields=[
                ("id", models.UUIDField(default=comptoir.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("content", models.BinaryField()),
                ("content_hash", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("kept_at", models.DateTimeField()),
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.product"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.UUIDField(default=comptoir.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("granted_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("fetched", models.PositiveIntegerField(default=0)),
                ("last_fetched_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.order"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.product"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("order", "product"), name="granted_once")],
            },
        ),
    ]
