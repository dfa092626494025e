import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0011_variants_stay"),
        ("checkout", "0004_friends"),
    ]
    operations = [
        migrations.AlterField(
            model_name="basketline",
            name="variant",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.variant"
            ),
        ),
    ]
