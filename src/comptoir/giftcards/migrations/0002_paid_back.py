from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("giftcards", "0001_sold_cards")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="soldcard",
            name="paid_back",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
