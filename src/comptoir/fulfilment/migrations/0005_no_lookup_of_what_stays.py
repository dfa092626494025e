import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kit", "0005_what_stays"),
        ("catalog", "0011_variants_stay"),
        ("fulfilment", "0004_without_a_parcel"),
        ("org", "0004_locations_stay"),
    ]
    operations = [
        migrations.AlterField(
            model_name="shipment",
            name="location",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.location"
            ),
        ),
        migrations.AlterField(
            model_name="shipment",
            name="method",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="fulfilment.deliverymethod",
            ),
        ),
        migrations.AlterField(
            model_name="shipmentline",
            name="variant",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER fulfilment_deliverymethod_stays BEFORE DELETE ON fulfilment_deliverymethod FOR EACH ROW EXECUTE FUNCTION kit_stays()",
            "DROP TRIGGER fulfilment_deliverymethod_stays ON fulfilment_deliverymethod",
        ),
    ]
