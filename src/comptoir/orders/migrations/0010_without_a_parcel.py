from typing import ClassVar

from django.db import migrations, models


# What was sold as a gift card before: without VAT, of a product that is one.
CARDS = """
UPDATE orders_orderline l SET nature = 'gift_card'
FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id
WHERE v.id = l.variant_id AND p.nature = 'gift_card' AND l.vat_rate_bp = 0 AND l.unit_minor > 0
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("orders", "0009_logged_in"), ("catalog", "0010_nature")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="orderline",
            name="nature",
            field=models.CharField(db_default="goods", default="goods", max_length=10),
        ),
        migrations.AddField(
            model_name="order",
            name="at_request",
            field=models.TextField(
                blank=True, db_default="", default="", help_text="what the buyer ticked for what is supplied at once"
            ),
        ),
        migrations.RunSQL(CARDS, migrations.RunSQL.noop),
    ]
