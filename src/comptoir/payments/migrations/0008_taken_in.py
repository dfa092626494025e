from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("payments", "0007_disputes")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="storedmovement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("issue", "issued"),
                    ("top_up", "topped up"),
                    ("hold", "claimed by an order"),
                    ("spend", "spent"),
                    ("release", "released"),
                    ("refund", "given back"),
                    ("take_in", "taken in"),
                ],
                max_length=8,
            ),
        ),
    ]
