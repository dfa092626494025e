from typing import ClassVar

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies: ClassVar = [("orders", "0011_no_lookup_of_what_stays")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="orderline",
            name="refunded",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="orderline",
            name="reduced_minor",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=Q(refunded__lte=F("quantity"), reduced_minor__gte=0)
                & Q(reduced_minor__lte=F("unit_minor") * (F("quantity") - F("refunded"))),
                name="order_line_refunded_within",
            ),
        ),
    ]
