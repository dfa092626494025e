"""What was foreseen is reckoned again when other records are counted as one person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insights", "0001_tables")]

    operations = [
        migrations.AddField("foreseen", "counting", models.CharField(blank=True, default="", max_length=32), False),
    ]
