from django.db import migrations, models

import comptoir.journal.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="JournalEvent",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("generation", models.IntegerField()),
                ("txid", comptoir.journal.models.Xid8Field()),
                ("event_id", models.UUIDField()),
                ("name", models.TextField()),
                ("version", models.IntegerField()),
                ("lane", models.TextField()),
                ("legal_basis", models.TextField()),
                ("source", models.TextField()),
                ("channel", models.TextField()),
                ("market", models.TextField(null=True)),
                ("legal_entity", models.TextField(null=True)),
                ("storefront", models.TextField(null=True)),
                ("subject_kind", models.TextField()),
                ("subject_id", models.TextField()),
                ("subject_version", models.BigIntegerField()),
                ("person_key", models.TextField(null=True)),
                ("actor", models.TextField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("correlation", models.UUIDField()),
                ("causation", models.UUIDField(null=True)),
                ("payload", models.JSONField()),
            ],
            options={
                "db_table": "journal_event",
                "managed": False,
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Cursor",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "consumer", "lane", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("consumer", models.TextField()),
                ("lane", models.TextField()),
                ("generation", models.IntegerField()),
                ("txid", models.BigIntegerField()),
                ("position", models.BigIntegerField()),
            ],
            options={
                "db_table": "journal_cursor",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "lane",
                        "kind",
                        "identity",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("lane", models.TextField()),
                ("kind", models.TextField()),
                ("identity", models.TextField(db_column="id")),
                ("version", models.BigIntegerField()),
            ],
            options={
                "db_table": "journal_subject",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DeadLetter",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("consumer", models.TextField()),
                ("lane", models.TextField()),
                ("generation", models.IntegerField()),
                ("txid", models.BigIntegerField()),
                ("position", models.BigIntegerField()),
                ("event_id", models.UUIDField()),
                ("name", models.TextField()),
                ("subject_kind", models.TextField()),
                ("subject_id", models.TextField()),
                ("attempts", models.IntegerField()),
                ("error", models.TextField()),
                ("traceback", models.TextField()),
                ("first_failed_at", models.DateTimeField()),
                ("last_failed_at", models.DateTimeField()),
                ("retry_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "journal_dead_letter",
                "default_permissions": ("view", "change"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consumer", "generation", "txid", "position"),
                        name="journal_one_letter_per_event",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("single", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
            ],
            options={
                "db_table": "journal_generation",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("single", True)), name="journal_one_generation"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Parked",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "consumer",
                        "generation",
                        "txid",
                        "position",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("consumer", models.TextField()),
                ("generation", models.IntegerField()),
                ("txid", models.BigIntegerField()),
                ("position", models.BigIntegerField()),
                ("lane", models.TextField()),
                ("subject_kind", models.TextField()),
                ("subject_id", models.TextField()),
                ("subject_version", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "db_table": "journal_parked",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=["consumer", "lane", "subject_kind", "subject_id", "subject_version"],
                        name="journal_parked_in_order",
                    )
                ],
            },
        ),
    ]
