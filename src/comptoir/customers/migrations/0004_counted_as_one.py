"""Records of which staff say that they are one person's, and who stands for them when people are counted."""

import django.db.models.deletion
from django.db import migrations, models

COUNTED = "CREATE VIEW customers_counted AS SELECT customer_id, one_id FROM customers_together"


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_names_found")]

    operations = [
        migrations.CreateModel(
            name="Together",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+",
                        serialize=False, to="customers.customer",
                    ),
                ),
                ("one_id", models.UUIDField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["one_id"], name="customers_together_one")],
            },
        ),
        migrations.RunSQL(COUNTED, "DROP VIEW customers_counted"),
    ]
