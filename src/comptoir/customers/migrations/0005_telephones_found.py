"""Addresses are found by their telephone number, with or without its country's code."""

from django.db import migrations

FORWARD = "CREATE INDEX address_by_phone ON customers_address (right(phone, 9)) WHERE phone <> ''"


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_counted_as_one")]

    operations = [migrations.RunSQL(FORWARD, "DROP INDEX address_by_phone")]
