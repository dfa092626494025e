from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("orders", "0009_logged_in")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="orderline",
            name="nature",
            field=models.CharField(db_default="goods", default="goods", max_length=10),
        ),
        migrations.AddField(
            model_name="order",
            name="at_request",
            field=models.TextField(
                blank=True, db_default="", default="", help_text="what the buyer ticked for what is supplied at once"
            ),
        ),
    ]
