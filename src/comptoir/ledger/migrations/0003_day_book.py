"""The ledger by day and account, for a list to page through."""

from django.db import migrations, models

BOOK = """
CREATE VIEW ledger_book AS
SELECT concat_ws(' ', day, legal_entity, account, currency) AS id, day, legal_entity, account, currency,
       sum(debit)::bigint AS debit_minor, sum(credit)::bigint AS credit_minor
FROM ledger_day GROUP BY day, legal_entity, account, currency
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only_and_views")]
    operations = [
        migrations.RunSQL(BOOK, "DROP VIEW ledger_book"),
        migrations.CreateModel(
            name="DayBook",
            fields=[
                ("id", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("legal_entity", models.CharField(max_length=50)),
                ("account", models.CharField(max_length=40)),
                ("currency", models.CharField(max_length=3)),
                ("debit_minor", models.BigIntegerField()),
                ("credit_minor", models.BigIntegerField()),
            ],
            options={"db_table": "ledger_book", "managed": False},
        ),
    ]
