"""What somebody did is found by their device or their key: they may see it, and have it erased (decision 28)."""

from django.db import migrations

INDEXES = {
    "journal_behaviour_visitor": "journal_behaviour (visitor) WHERE visitor IS NOT NULL",
    "journal_behaviour_person": "journal_behaviour (person_key) WHERE person_key IS NOT NULL",
    "journal_facts_visitor": "journal_facts (visitor) WHERE visitor IS NOT NULL",
    "journal_facts_named": "journal_facts (person_key) WHERE visitor IS NOT NULL",
}


class Migration(migrations.Migration):
    dependencies = [("journal", "0005_visitor")]

    operations = [
        migrations.RunSQL(
            [f"CREATE INDEX {name} ON {where}" for name, where in INDEXES.items()],
            [f"DROP INDEX {name}" for name in INDEXES],
        )
    ]
