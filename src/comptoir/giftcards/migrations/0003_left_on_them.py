from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("giftcards", "0002_paid_back")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="soldcard",
            name="given_minor",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        # Until now only whole ones were paid back.
        migrations.RunSQL(
            "UPDATE giftcards_soldcard SET given_minor = amount_minor WHERE paid_back", migrations.RunSQL.noop
        ),
    ]
