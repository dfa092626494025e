from typing import ClassVar

from django.db import migrations

# What needs no parcel is not counted unless the merchant counts it: once any place has a level of it.
ENDLESS = """
CREATE VIEW inventory_endless AS
SELECT v.id AS variant_id FROM catalog_product p JOIN catalog_variant v ON v.product_id = p.id
WHERE p.nature <> 'goods' AND NOT EXISTS (SELECT FROM inventory_stocklevel l WHERE l.variant_id = v.id)
"""
SELLABLE = """
CREATE OR REPLACE VIEW inventory_sellable AS
SELECT variant_id, location_id, greatest(0, on_hand - reserved - safety) AS available FROM inventory_stocklevel
UNION ALL
SELECT variant_id, NULL::uuid, 9999 FROM inventory_endless
"""
BEFORE = """
CREATE OR REPLACE VIEW inventory_sellable AS
SELECT variant_id, location_id, greatest(0, on_hand - reserved - safety) AS available FROM inventory_stocklevel
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("inventory", "0005_fewer_indexes"), ("catalog", "0010_nature")]
    operations: ClassVar = [
        migrations.RunSQL(ENDLESS, "DROP VIEW inventory_endless"),
        migrations.RunSQL(SELLABLE, BEFORE),
    ]
