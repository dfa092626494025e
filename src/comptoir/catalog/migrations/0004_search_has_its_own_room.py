"""Words are looked up in the index of `search`: the vectors and what fed them go. The folded names stay, lists are
sorted by them."""

from django.db import migrations

FORWARD = """
DROP INDEX product_search_fr;
DROP INDEX product_search_en;
ALTER TABLE catalog_product DROP COLUMN search_fr, DROP COLUMN search_en, DROP COLUMN search_terms;
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_publications_by_time")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
