from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("aftersales", "0004_withheld")]

    operations = [
        migrations.AddField(
            model_name="withdrawalline", name="cards", field=models.PositiveIntegerField(default=0, db_default=0)
        ),
        migrations.AddField(
            model_name="withdrawalline", name="cards_whole", field=models.PositiveIntegerField(default=0, db_default=0)
        ),
        migrations.AddField(
            model_name="withdrawalline", name="cards_minor", field=models.BigIntegerField(default=0, db_default=0)
        ),
        migrations.AddField(
            model_name="withdrawalline", name="cards_named", field=models.BooleanField(default=False, db_default=False)
        ),
        migrations.AddConstraint(
            model_name="withdrawalline",
            constraint=models.CheckConstraint(
                condition=Q(cards__lte=F("quantity") - F("unsent")) & Q(cards_whole__lte=F("cards")),
                name="withdrawal_line_cards",
            ),
        ),
    ]
