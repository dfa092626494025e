"""Message ids in a table for each thirty days, not ten: two are asked, not four (decision 29)."""

from django.db import migrations

from comptoir.channels.collector.spans import DAY_SECONDS, MADE, THERE, make_spans_ahead
from comptoir.kit import clock

OF_TEN = "SELECT DISTINCT span FROM collector_seen ORDER BY span"
MOVED = "INSERT INTO collector_seen_{span} SELECT message FROM collector_seen WHERE span = %s ON CONFLICT DO NOTHING"

PARTED = (
    "CREATE TABLE collector_seen (span integer NOT NULL, message uuid NOT NULL, PRIMARY KEY (message, span))"
    " PARTITION BY LIST (span)",
    "CREATE TABLE collector_seen_rest PARTITION OF collector_seen DEFAULT",
)
# Nobody knows any more on which of thirty days an id came. It is remembered under the last ten of them that may be asked
# by now: known for long enough, and kept up to twenty days too long.
BACK = "INSERT INTO collector_seen (span, message) SELECT least({span} * 3 + 2, %s), message FROM collector_seen_{span}"


def move(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(OF_TEN)
        for (tens,) in cursor.fetchall():
            cursor.execute(MADE.format(span=tens // 3))
            cursor.execute(MOVED.format(span=tens // 3), [tens])
        cursor.execute("DROP TABLE collector_seen")
    make_spans_ahead(clock.now())


def move_back(apps, schema_editor):
    present = int(clock.now().timestamp()) // (10 * DAY_SECONDS)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(THERE)
        spans = [int(name.rpartition("_")[2]) for (name,) in cursor.fetchall()]
        for statement in PARTED:
            cursor.execute(statement)
        for span in spans:
            cursor.execute(BACK.format(span=span) + " ON CONFLICT DO NOTHING", [present])
            cursor.execute(f"DROP TABLE collector_seen_{span}")


class Migration(migrations.Migration):
    dependencies = [("collector", "0002_seen")]

    operations = [migrations.RunPython(move, move_back)]
