"""What other rooms may read of payments in their own statements."""

from django.db import migrations

RECEIVED = """
CREATE VIEW payments_received AS
SELECT order_id, currency, sum(amount_minor)::bigint AS minor FROM payments_receipt GROUP BY order_id, currency
"""
GOING_BACK = """
CREATE VIEW payments_going_back AS
SELECT order_id FROM payments_paymentrequest WHERE kind = 'refund' AND state IN ('requested', 'awaited')
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0005_providers")]
    operations = [
        migrations.RunSQL(RECEIVED, "DROP VIEW payments_received"),
        migrations.RunSQL(GOING_BACK, "DROP VIEW payments_going_back"),
    ]
