"""Who was told of to a destination before that was noted (0002): whoever did something with consent while it stood and
that it was for, as far as the journal still has it. It may be more people than were sent, never fewer: nobody who has
to be erased there is forgotten, and who was not sent is not known there."""

from django.db import migrations

from comptoir.forwarding.rules import forwarded_words

# Processes of the version before may have sent for a while after the table was there.
WHILE = "interval '1 day'"
NOTE = f"""
WITH noted AS (
    SELECT applied + {WHILE} AS since FROM django_migrations
    WHERE app = 'forwarding' AND name = '0002_erased_elsewhere'
)
INSERT INTO forwarding_reached AS kept (destination_id, visitor, user_key, first_at, last_at)
SELECT d.id, e.visitor, named.key, min(e.recorded_at), max(e.recorded_at)
FROM noted JOIN forwarding_destination AS d ON d.created_at < noted.since
JOIN journal_behaviour AS e ON e.recorded_at >= d.created_at AND e.recorded_at < noted.since
CROSS JOIN LATERAL (
    SELECT coalesce(e.payload ->> 'user_key', '') UNION SELECT e.payload ->> 'previous_key'
) AS named(key)
WHERE e.visitor IS NOT NULL AND named.key IS NOT NULL AND e.name = ANY(%s)
  AND (d.sources = '[]' OR d.sources @> to_jsonb(e.source)) AND (d.words = '[]' OR d.words @> to_jsonb(e.name))
  AND (coalesce(e.payload -> 'purposes', '[]') = '[]' OR e.payload -> 'purposes' @> to_jsonb(d.purpose))
  AND NOT EXISTS (SELECT FROM forwarding_parcel AS p WHERE p.destination_id = d.id AND p.event_id = e.event_id
                  AND p.state IN ('pending', 'dropped'))
GROUP BY d.id, e.visitor, named.key
ON CONFLICT (visitor, destination_id, user_key) DO UPDATE SET first_at = least(kept.first_at, excluded.first_at),
    last_at = greatest(kept.last_at, excluded.last_at)
"""


def note(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM forwarding_destination)")
        if cursor.fetchone()[0]:
            cursor.execute(NOTE, [sorted({word.NAME for word in forwarded_words()})])


class Migration(migrations.Migration):
    dependencies = [("forwarding", "0002_erased_elsewhere"), ("journal", "0007_subjects_but_visitors")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
