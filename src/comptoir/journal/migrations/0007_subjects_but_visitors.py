"""What a visitor did is found by the column `visitor`: a second index of the same ids is work for each click
(decision 29)."""

from django.db import migrations

COLUMNS = "(subject_kind, subject_id, subject_version)"
INDEXES = {
    "journal_facts_subject": f"journal_facts {COLUMNS}",
    "journal_behaviour_subject": f"journal_behaviour {COLUMNS} WHERE subject_kind <> 'visitor'",
    "journal_exempt_subject": f"journal_exempt {COLUMNS}",
}


class Migration(migrations.Migration):
    dependencies = [("journal", "0006_found_by_person")]

    operations = [
        migrations.RunSQL(
            ["DROP INDEX journal_event_subject", *(f"CREATE INDEX {name} ON {on}" for name, on in INDEXES.items())],
            [
                *(f"DROP INDEX {name}" for name in INDEXES),
                f"CREATE INDEX journal_event_subject ON journal_event {COLUMNS}",
            ],
        )
    ]
