"""The device that an event came from, named with consent only (decision 28)."""

from django.db import migrations

COLUMN = "ALTER TABLE journal_event ADD COLUMN visitor text"


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_read_by_staff")]

    operations = [migrations.RunSQL(COLUMN, "ALTER TABLE journal_event DROP COLUMN visitor")]
