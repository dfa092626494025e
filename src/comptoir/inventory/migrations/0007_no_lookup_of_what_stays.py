import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0011_variants_stay"),
        ("inventory", "0006_what_nobody_counts"),
        ("org", "0004_locations_stay"),
    ]
    operations = [
        migrations.AlterField(
            model_name="reservation",
            name="location",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="org.location",
            ),
        ),
        migrations.AlterField(
            model_name="reservation",
            name="variant",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.variant",
            ),
        ),
    ]
