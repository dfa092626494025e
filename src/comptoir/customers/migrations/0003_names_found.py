"""Addresses are found by the start of any word of their name, whatever its case and accents."""

from django.db import migrations

FORWARD = """
CREATE INDEX address_by_name ON customers_address USING gin (to_tsvector('simple', translate(lower(name),
    'àâäáãåçéèêëíìîïñóòôöõúùûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy')))
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_fewer_indexes")]

    operations = [migrations.RunSQL(FORWARD, "DROP INDEX address_by_name")]
