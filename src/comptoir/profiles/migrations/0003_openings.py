"""What other rooms read of people, each with a check of its own: who, what is said of them, what they did."""

from django.db import migrations

IDENTITY = """
CREATE VIEW profiles_identity AS
SELECT kind, value, person_id, known FROM profiles_identifier
"""

# Of what several identifiers say the latest holds; what was computed holds against what a source states.
TRAIT = """
CREATE VIEW profiles_person_trait AS
SELECT DISTINCT ON (person_id, name) person_id, name, value, at, source
FROM (
    SELECT identifier.person_id, trait.name, trait.value, trait.at, trait.source
    FROM profiles_trait trait JOIN profiles_identifier identifier ON identifier.id = trait.identifier_id
    UNION ALL
    SELECT person_id, CASE of WHEN 'category' THEN 'favourite_categories' WHEN 'size' THEN 'sizes'
                              ELSE 'favourite_brands' END,
           jsonb_agg(value ORDER BY place), max(last_at), 'computed'
    FROM (
        SELECT identifier.person_id, taste.of, taste.value, max(taste.last_at) AS last_at,
               row_number() OVER (PARTITION BY identifier.person_id, taste.of
                                  ORDER BY sum(taste.times) DESC, taste.value) AS place
        FROM profiles_taste taste JOIN profiles_identifier identifier ON identifier.id = taste.identifier_id
        WHERE taste.of IN ('category', 'size', 'brand')
        GROUP BY identifier.person_id, taste.of, taste.value
    ) ranked
    WHERE place <= 3 GROUP BY person_id, of
    UNION ALL
    SELECT identifier.person_id, 'price_sensitivity',
           to_jsonb(round(coalesce(sum(times) FILTER (WHERE taste.value = 'reduced'), 0)::numeric / sum(times), 2)),
           max(last_at), 'computed'
    FROM profiles_taste taste JOIN profiles_identifier identifier ON identifier.id = taste.identifier_id
    WHERE taste.of = 'price' GROUP BY identifier.person_id
) said
ORDER BY person_id, name, source = 'computed' DESC, at DESC, source, value
"""

MOMENT = """
CREATE VIEW profiles_person_moment AS
SELECT identifier.person_id, moment.occurred_at, moment.name, moment.event, moment.subject_kind, moment.subject_id,
       moment.payload
FROM profiles_moment moment JOIN profiles_identifier identifier ON identifier.id = moment.identifier_id
"""


class Migration(migrations.Migration):
    dependencies = [("profiles", "0002_people")]

    operations = [
        migrations.RunSQL(IDENTITY, "DROP VIEW profiles_identity"),
        migrations.RunSQL(TRAIT, "DROP VIEW profiles_person_trait"),
        migrations.RunSQL(MOMENT, "DROP VIEW profiles_person_moment"),
    ]
