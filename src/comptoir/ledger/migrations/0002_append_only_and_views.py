"""Rows are only added; two views for reading by day and by order."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger is only added to'; END $$;
CREATE TRIGGER ledger_transfers_append_only BEFORE UPDATE OR DELETE ON ledger_transfer
FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
"""
# Each transfer stands twice, once in each of its accounts.
DAY = """
CREATE VIEW ledger_day AS
SELECT day, legal_entity, debit AS account, currency, sum(amount_minor)::bigint AS debit, 0::bigint AS credit
FROM ledger_transfer GROUP BY day, legal_entity, debit, currency
UNION ALL
SELECT day, legal_entity, credit, currency, 0::bigint, sum(amount_minor)::bigint
FROM ledger_transfer GROUP BY day, legal_entity, credit, currency
"""
# What came for an order and was not given back.
OF_ORDER = """
CREATE VIEW ledger_of_order AS
SELECT subject_id AS order_id, currency,
       sum(CASE WHEN credit = 'receivable' THEN amount_minor ELSE -amount_minor END)::bigint AS minor
FROM ledger_transfer WHERE subject_kind = 'order' AND kind IN ('receipt', 'refund')
GROUP BY subject_id, currency
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(
            APPEND_ONLY,
            "DROP TRIGGER ledger_transfers_append_only ON ledger_transfer; DROP FUNCTION ledger_append_only()",
        ),
        migrations.RunSQL(DAY, "DROP VIEW ledger_day"),
        migrations.RunSQL(OF_ORDER, "DROP VIEW ledger_of_order"),
    ]
