from typing import ClassVar

from django.db import migrations, models

# The ways of what travels in no parcel, of no market: an order without any parcel, and what is done of its lines.
WAYS = """
INSERT INTO fulfilment_deliverymethod (id, code, kind, name, carrier, tracking_address, market, cutoff, days_min,
                                       days_max, minutes_to_prepare, saturdays, active, position)
SELECT gen_random_uuid(), w.code, 'none', w.name::jsonb, '', '', '', '00:00', 0, 0, 0, false, true, 0
FROM (VALUES ('none', '{"fr": "Sans livraison", "en": "No delivery"}'),
             ('service', '{"fr": "Prestation", "en": "Service"}'),
             ('digital', '{"fr": "Téléchargement", "en": "Download"}'),
             ('gift_card', '{"fr": "Par e-mail", "en": "By e-mail"}')) AS w(code, name)
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("fulfilment", "0003_changes")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="deliverymethod",
            name="kind",
            field=models.CharField(
                choices=[("ship", "delivered"), ("collect", "collected in shop"), ("none", "no parcel")], max_length=8
            ),
        ),
        migrations.AddField(
            model_name="shipmentline", name="counted", field=models.BooleanField(db_default=True, default=True)
        ),
        migrations.RunSQL(WAYS, migrations.RunSQL.noop),
    ]
