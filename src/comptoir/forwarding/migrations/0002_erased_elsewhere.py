"""Whom destinations were told of, what they have to erase, and each at its own pace."""

import django.db.models.deletion
from django.db import migrations, models

import comptoir.kit.ids

class Migration(migrations.Migration):
    dependencies = [("forwarding", "0001_destinations")]

    operations = [
        migrations.AddField("destination", "busy_until", models.DateTimeField(null=True)),
        migrations.AddField("destination", "served_at", models.DateTimeField(null=True)),
        migrations.AddField("destination", "seconds", models.FloatField(default=0)),
        migrations.AlterField(
            "destination",
            "state",
            models.CharField(
                choices=[("active", "active"), ("paused", "paused"), ("removed", "removed")], default="active",
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="Reached",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("visitor", models.CharField(max_length=200)),
                ("user_key", models.CharField(blank=True, max_length=200)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "destination",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="forwarding.destination",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("visitor", "destination", "user_key"), name="forwarding_reached_once"
                    )
                ],
                "indexes": [models.Index(fields=["last_at"], name="forwarding_reached_age")],
            },
        ),
        migrations.CreateModel(
            name="ToErase",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=comptoir.kit.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("erasure_id", models.UUIDField()),
                ("names", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "to be done"), ("confirmed", "confirmed")], default="open", max_length=9
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("confirmed_by", models.CharField(blank=True, max_length=200)),
                ("proof", models.CharField(blank=True, max_length=500)),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forwarding.destination"
                    ),
                ),
            ],
            options={
                "verbose_name": "erasure elsewhere",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("erasure_id", "destination"),
                        name="forwarding_erase_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("state", "open")),
                            models.Q(("confirmed_at__isnull", False), ("names", []), ("state", "confirmed")),
                            _connector="OR",
                        ),
                        name="forwarding_erased_names",
                    ),
                ],
                "indexes": [models.Index(fields=["state", "asked_at"], name="forwarding_to_erase")],
            },
        ),
    ]
