"""What other rooms read of people, each with a check of its own: who, what is said of them, what they did."""

from django.db import migrations

IDENTITY = """
CREATE VIEW profiles_identity AS
SELECT kind, value, person_id, known FROM profiles_identifier
"""

# Of what several identifiers say the latest holds; at one instant, a fixed choice.
TRAIT = """
CREATE VIEW profiles_person_trait AS
SELECT DISTINCT ON (identifier.person_id, trait.name)
       identifier.person_id, trait.name, trait.value, trait.at, trait.source
FROM profiles_trait trait JOIN profiles_identifier identifier ON identifier.id = trait.identifier_id
ORDER BY identifier.person_id, trait.name, trait.at DESC, trait.source, trait.value
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
