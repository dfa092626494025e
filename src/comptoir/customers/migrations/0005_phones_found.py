"""A customer is found by their telephone, however it is written: by its nine last digits, with which +33 6 and 06 are
one."""

from django.db import migrations

FORWARD = """
CREATE INDEX address_by_phone ON customers_address (right(regexp_replace(phone, '\\D', '', 'g'), 9)) WHERE phone <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_counted_as_one")]

    operations = [migrations.RunSQL(FORWARD, "DROP INDEX address_by_phone")]
