"""Several means for one order; charges that are reserved first, and taken or let go later."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_in_doubt")]
    operations = [
        migrations.RenameField("paymentrequest", "refunds", "charge"),
        migrations.RemoveConstraint("paymentrequest", "payment_of_something"),
        migrations.RemoveIndex("paymentrequest", "payment_in_doubt"),
        migrations.AddField(
            model_name='paymentrequest',
            name='final',
            field=models.BooleanField(default=True, help_text='nothing more is captured after this'),
        ),
        migrations.AddField(
            model_name='paymentrequest',
            name='reserved_minor',
            field=models.BigIntegerField(default=0, help_text='what the provider reserved of a charge'),
        ),
        migrations.AddField(
            model_name='paymentrequest',
            name='reserved_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='paymentrequest',
            name='taken_minor',
            field=models.BigIntegerField(default=0, help_text='what was captured of it'),
        ),
        migrations.AlterField(
            model_name='paymentrequest',
            name='kind',
            field=models.CharField(choices=[('charge', 'payment'), ('refund', 'refund'), ('capture', 'capture'), ('void', 'release')], default='charge', max_length=8),
        ),
        migrations.AlterField(
            model_name='paymentrequest',
            name='state',
            field=models.CharField(choices=[('requested', 'requested'), ('action_required', 'waits for the customer'), ('awaited', 'paid on collection'), ('waiting', 'waits for the money'), ('authorised', 'reserved'), ('captured', 'captured'), ('voided', 'let go'), ('paid', 'paid'), ('refused', 'refused'), ('cancelled', 'cancelled')], default='requested', max_length=16),
        ),
        migrations.AddIndex(
            model_name='paymentrequest',
            index=models.Index(condition=models.Q(('kind', 'charge'), ('state__in', ['action_required', 'waiting', 'authorised', 'cancelled'])), fields=['next_attempt_at'], name='payment_in_doubt'),
        ),
        migrations.AddConstraint(
            model_name='paymentrequest',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gte', 0)), name='payment_not_negative'),
        ),
    ]
