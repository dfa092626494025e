from typing import ClassVar

from django.db import migrations

# What gift cards and store credit pay is no longer received a second time: the days that were counted before are counted
# anew from the journal, as `orders.sales.rebuild` does.
ANEW = """
DELETE FROM orders_salesday;
DELETE FROM journal_cursor WHERE consumer = 'orders.sales' OR starts_with(consumer, 'orders.sales/');
DELETE FROM journal_parked WHERE consumer = 'orders.sales' OR starts_with(consumer, 'orders.sales/');
DELETE FROM journal_dead_letter WHERE consumer = 'orders.sales' OR starts_with(consumer, 'orders.sales/');
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("orders", "0012_refunded_by_line"),
        ("journal", "0007_subjects_but_visitors"),
    ]
    operations: ClassVar = [migrations.RunSQL(ANEW, migrations.RunSQL.noop)]
