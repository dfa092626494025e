from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalog", "0010_nature"), ("kit", "0005_what_stays")]
    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER catalog_variant_stays BEFORE DELETE ON catalog_variant FOR EACH ROW EXECUTE FUNCTION kit_stays()",
            "DROP TRIGGER catalog_variant_stays ON catalog_variant",
        ),
    ]
