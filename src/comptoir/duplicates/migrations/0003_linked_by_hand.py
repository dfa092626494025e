"""Staff link records that no search put together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0002_counted_as_one")]

    operations = [migrations.AddField("duplicate", "by_hand", models.BooleanField(default=False))]
