from django.db import migrations, models

# Withdrawals of before gave back what their own words say.
GIVEN = """
UPDATE aftersales_withdrawal w SET given_minor = said.minor
FROM (SELECT payload ->> 'withdrawal_id' AS id, sum((payload ->> 'refund_minor')::bigint)::bigint AS minor
      FROM journal_event WHERE name = 'Withdrawal Goods Returned' GROUP BY 1) AS said
WHERE said.id = w.id::text
"""


class Migration(migrations.Migration):
    dependencies = [("aftersales", "0002_kept_unchanged"), ("journal", "0003_webhooks")]

    operations = [
        migrations.AddField(
            model_name="withdrawal",
            name="given_minor",
            field=models.BigIntegerField(default=0, help_text="what was given back for it, beside cancelled lines"),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="counted_minor",
            field=models.BigIntegerField(default=0, help_text="what staff had given back by hand, counted"),
        ),
        migrations.RunSQL(GIVEN, migrations.RunSQL.noop),
    ]
