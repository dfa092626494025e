"""A device that staff hold for a customer's is counted and read with the customer, as records are that they link.

It counts while nobody is known to be its user: as soon as somebody logs in with it, it is theirs, and what staff said
says nothing. Of several words about one visitor's devices the first holds.
"""

import importlib

import django.db.models.deletion
from django.db import migrations, models

before = importlib.import_module("comptoir.profiles.migrations.0004_counted_as_one")

DEVICE = """
CREATE VIEW profiles_device AS
SELECT held.id, held.customer_id, i.person_id
FROM profiles_held AS held JOIN profiles_identifier AS i ON i.kind = 'visitor' AND i.value = held.device
JOIN profiles_person AS p ON p.id = i.person_id AND NOT p.known
WHERE NOT EXISTS (
    SELECT FROM profiles_held AS earlier
    JOIN profiles_identifier AS j ON j.kind = 'visitor' AND j.value = earlier.device
    WHERE j.person_id = i.person_id AND earlier.id < held.id)
"""
# People who are counted as one have the same key. Each column of a branch is a plain one, so that indexes are of use.
GROUPED = """
CREATE VIEW profiles_grouped AS
SELECT i.person_id, c.one_id AS key
FROM customers_counted AS c JOIN profiles_identifier AS i ON i.kind = 'customer' AND i.value = c.customer_id::text
UNION ALL
SELECT i.person_id, held.customer_id
FROM profiles_held AS held JOIN profiles_identifier AS i ON i.kind = 'customer' AND i.value = held.customer_id::text
WHERE NOT EXISTS (SELECT FROM customers_counted AS c WHERE c.customer_id = held.customer_id)
  AND NOT EXISTS (SELECT FROM profiles_held AS earlier
                  WHERE earlier.customer_id = held.customer_id AND earlier.id < held.id)
UNION ALL
SELECT device.person_id, c.one_id FROM profiles_device AS device JOIN customers_counted AS c USING (customer_id)
UNION ALL
SELECT device.person_id, device.customer_id FROM profiles_device AS device
WHERE NOT EXISTS (SELECT FROM customers_counted AS c WHERE c.customer_id = device.customer_id)
"""
LINKED = """
CREATE OR REPLACE VIEW profiles_linked AS
SELECT mine.person_id, theirs.person_id AS other_id
FROM profiles_grouped AS mine JOIN profiles_grouped AS theirs USING (key)
WHERE theirs.person_id <> mine.person_id
"""
COUNTED = """
CREATE OR REPLACE VIEW profiles_counted AS
SELECT person_id, first_value(person_id) OVER (PARTITION BY key ORDER BY person_id) AS one_id FROM profiles_grouped
"""


def again(view: str) -> str:
    return view.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0004_counted_as_one"), ("customers", "0005_telephones_found")]

    operations = [
        migrations.CreateModel(
            name="Held",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("device", models.CharField(max_length=200)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=200)),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("device",), name="profiles_held_once")],
            },
        ),
        migrations.RunSQL(DEVICE, "DROP VIEW profiles_device"),
        migrations.RunSQL(GROUPED, "DROP VIEW profiles_grouped"),
        migrations.RunSQL(LINKED, again(before.LINKED)),
        migrations.RunSQL(COUNTED, again(before.PERSON_COUNTED)),
    ]
