from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("org", "0003_notice_and_hours"), ("kit", "0005_what_stays")]
    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER org_location_stays BEFORE DELETE ON org_location FOR EACH ROW EXECUTE FUNCTION kit_stays()",
            "DROP TRIGGER org_location_stays ON org_location",
        ),
    ]
