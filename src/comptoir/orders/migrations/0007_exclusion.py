from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("orders", "0006_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="orderline",
            name="exclusion",
            field=models.CharField(blank=True, db_default="", default="", max_length=30),
        ),
    ]
