import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kit", "0005_what_stays"),
        ("catalog", "0011_variants_stay"),
        ("orders", "0010_without_a_parcel"),
    ]
    operations = [
        migrations.AlterField(
            model_name="order",
            name="terms",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.termsversion",
            ),
        ),
        migrations.AlterField(
            model_name="orderline",
            name="variant",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.variant",
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER orders_termsversion_stays BEFORE DELETE ON orders_termsversion FOR EACH ROW EXECUTE FUNCTION kit_stays()",
            "DROP TRIGGER orders_termsversion_stays ON orders_termsversion",
        ),
    ]
