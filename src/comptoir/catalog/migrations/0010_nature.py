from typing import ClassVar

from django.db import migrations, models

MARKED = """
UPDATE catalog_product SET nature = 'gift_card', attributes = attributes - 'gift-card', tax_category = 'zero'
WHERE attributes @> '{"gift-card": true}'::jsonb
"""
BACK = """
UPDATE catalog_product SET attributes = attributes || '{"gift-card": true}'::jsonb WHERE nature = 'gift_card'
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("catalog", "0009_gift_cards")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="product",
            name="nature",
            field=models.CharField(
                choices=[
                    ("goods", "goods"),
                    ("service", "service"),
                    ("digital", "digital good"),
                    ("gift_card", "gift card"),
                ],
                db_default="goods",
                default="goods",
                max_length=10,
                verbose_name="nature",
            ),
        ),
        migrations.RunSQL(MARKED, BACK),
        migrations.RemoveIndex(model_name="product", name="product_gift_card"),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(condition=models.Q(("nature", "gift_card")), fields=["id"], name="product_gift_card"),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("nature__in", ["goods", "service", "digital", "gift_card"])),
                name="product_nature_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("nature", "gift_card"), _negated=True), ("tax_category", "zero"), _connector="OR"),
                name="gift_card_without_vat",
            ),
        ),
    ]
