from typing import ClassVar

from django.db import migrations, models
from django.db.models import F, Q

# Who waits for a transfer now is held for days, everybody else for half an hour.
WAITING = """
UPDATE orders_order SET unpromised_since = placed_at
WHERE state = 'pending' AND hold_until > placed_at + interval '1 day'
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("orders", "0014_sales_with_cards_of_the_till")]
    operations: ClassVar = [
        migrations.AddField("order", "unpromised_since", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(WAITING, migrations.RunSQL.noop),
        migrations.AddIndex(
            "order",
            models.Index(
                fields=["-placed_at"], name="order_credited",
                condition=Q(credited_minor__gte=F("total_minor"), total_minor__gt=0),
            ),
        ),
    ]
