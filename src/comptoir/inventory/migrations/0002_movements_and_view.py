"""Movements that nobody can rewrite, and what is for sale, for higher rooms to join."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION inventory_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'movements of stock are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

GUARD = """
CREATE TRIGGER inventory_movements_append_only BEFORE UPDATE OR DELETE ON inventory_movement
FOR EACH ROW EXECUTE FUNCTION inventory_refuse_rewriting()
"""

SELLABLE = """
CREATE VIEW inventory_sellable AS
SELECT variant_id, location_id, greatest(0, on_hand - reserved - safety) AS available FROM inventory_stocklevel
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [REFUSE, GUARD],
            [
                "DROP TRIGGER inventory_movements_append_only ON inventory_movement",
                "DROP FUNCTION inventory_refuse_rewriting()",
            ],
        ),
        migrations.RunSQL(SELLABLE, "DROP VIEW inventory_sellable"),
        # Each order updates a level: room on the page keeps the update away from the index.
        migrations.RunSQL("ALTER TABLE inventory_stocklevel SET (fillfactor = 70)", migrations.RunSQL.noop),
    ]
