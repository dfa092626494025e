from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aftersales", "0003_given_and_counted")]

    operations = [
        migrations.AddField(
            model_name="withdrawal",
            name="withheld_minor",
            field=models.BigIntegerField(default=0, help_text="what is owed and withheld until a dispute is decided"),
        ),
    ]
