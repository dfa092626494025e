"""The stream itself: partitions are beyond Django's migrations, so the tables are written by hand."""

from django.db import migrations

from comptoir.journal.partitions import make_partitions_ahead
from comptoir.kit import clock

SEQUENCE = "CREATE SEQUENCE journal_position"

# No identity column: PostgreSQL 15 gives null on direct inserts into a partition.
STREAM = """
CREATE TABLE journal_event (
    generation integer NOT NULL,
    txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    position bigint NOT NULL DEFAULT nextval('journal_position'),
    event_id uuid NOT NULL,
    name text NOT NULL,
    version integer NOT NULL,
    lane text NOT NULL,
    legal_basis text NOT NULL,
    source text NOT NULL,
    channel text NOT NULL,
    market text,
    legal_entity text,
    storefront text,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    subject_version bigint NOT NULL,
    person_key text,
    actor text NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT statement_timestamp(),
    correlation uuid NOT NULL,
    causation uuid,
    payload jsonb NOT NULL
) PARTITION BY LIST (lane)
"""

INDEXES = [
    "CREATE INDEX journal_event_in_order ON journal_event (generation, txid, position)",
    "CREATE INDEX journal_event_subject ON journal_event (subject_kind, subject_id, subject_version)",
    "CREATE INDEX journal_event_correlation ON journal_event (correlation)",
]


def lane(name):
    listed = f"CREATE TABLE journal_{name} PARTITION OF journal_event FOR VALUES IN ('{name}')"
    return [
        f"{listed} PARTITION BY RANGE (recorded_at)",
        f"CREATE TABLE journal_{name}_default PARTITION OF journal_{name} DEFAULT",
    ]


def make_months(apps, schema_editor):
    make_partitions_ahead(clock.now())


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_tables")]

    operations = [
        migrations.RunSQL(
            [SEQUENCE, STREAM, *INDEXES, *lane("facts"), *lane("behaviour"), *lane("exempt")],
            ["DROP TABLE journal_event", "DROP SEQUENCE journal_position"],
        ),
        # Each event touches its subject's row: room on the page keeps the update away from the index.
        migrations.RunSQL("ALTER TABLE journal_subject SET (fillfactor = 80)", migrations.RunSQL.noop),
        migrations.RunSQL(
            "INSERT INTO journal_generation (single, number) VALUES (true, 1)", migrations.RunSQL.noop
        ),
        migrations.RunPython(make_months, migrations.RunPython.noop),
    ]
