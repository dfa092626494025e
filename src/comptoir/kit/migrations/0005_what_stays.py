from django.db import migrations

# For rows that nothing deletes. What names them on the order path has no foreign key: its look would lock the same few
# rows for every order (decision 12).
MAKE = """
CREATE FUNCTION kit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a row of % is never deleted', TG_TABLE_NAME; END $$
"""


class Migration(migrations.Migration):
    dependencies = [("kit", "0004_what_was_said")]
    operations = [migrations.RunSQL(MAKE, "DROP FUNCTION kit_stays()")]
