from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Forgotten",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="Foreseen",
            fields=[
                ("market", models.CharField(max_length=50, primary_key=True, serialize=False)),
                ("made_on", models.DateField()),
                ("told", models.JSONField()),
            ],
            options={"default_permissions": ("view",)},
        ),
        migrations.CreateModel(
            name="Worth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("market", models.CharField(max_length=50)),
                ("customer_id", models.UUIDField()),
                ("alive", models.FloatField()),
                ("next_on", models.DateField()),
                ("orders", models.FloatField()),
                ("value_minor", models.BigIntegerField()),
                ("persona", models.SmallIntegerField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("market", "customer_id"), name="insights_worth_once")
                ],
                "indexes": [models.Index(fields=["market", "-value_minor"], name="insights_worth_most")],
            },
        ),
    ]
