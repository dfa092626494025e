from typing import ClassVar

from django.db import migrations

# Gift cards that were sold or topped up at the till are received there: the days that were counted before are counted
# anew from the journal, as `orders.sales.rebuild` does.
ANEW = """
DELETE FROM orders_salesday;
DELETE FROM journal_cursor WHERE consumer = 'orders.sales' OR starts_with(consumer, 'orders.sales/');
DELETE FROM journal_parked WHERE consumer = 'orders.sales' OR starts_with(consumer, 'orders.sales/');
DELETE FROM journal_dead_letter WHERE consumer = 'orders.sales' OR starts_with(consumer, 'orders.sales/');
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("orders", "0013_sales_without_stored_value"),
        ("journal", "0007_subjects_but_visitors"),
    ]
    operations: ClassVar = [migrations.RunSQL(ANEW, migrations.RunSQL.noop)]
