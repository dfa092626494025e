from django.db import migrations

# UNLOGGED: after a crash everybody has a full bucket, and no call writes to the log that orders wait for.
MAKE = """
CREATE UNLOGGED TABLE kit_rate_bucket (
    key text PRIMARY KEY, tokens double precision NOT NULL, granted double precision NOT NULL, at timestamptz NOT NULL
) WITH (fillfactor = 50)
"""


class Migration(migrations.Migration):
    dependencies = [("kit", "0002_brake")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE kit_rate_bucket")]
