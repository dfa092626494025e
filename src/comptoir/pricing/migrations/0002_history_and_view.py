"""Price history that nobody can rewrite, and the prices that higher rooms may join."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION pricing_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'price history is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

GUARD = """
CREATE TRIGGER pricing_history_append_only BEFORE UPDATE OR DELETE ON pricing_pricechange
FOR EACH ROW EXECUTE FUNCTION pricing_refuse_rewriting()
"""

LISTED = """
CREATE VIEW pricing_listed AS SELECT variant_id, market, currency, amount_minor FROM pricing_listprice
"""


class Migration(migrations.Migration):
    dependencies = [("pricing", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [REFUSE, GUARD],
            [
                "DROP TRIGGER pricing_history_append_only ON pricing_pricechange",
                "DROP FUNCTION pricing_refuse_rewriting()",
            ],
        ),
        migrations.RunSQL(LISTED, "DROP VIEW pricing_listed"),
    ]
