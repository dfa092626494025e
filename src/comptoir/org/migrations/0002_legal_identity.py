
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('org', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='legalentity',
            name='bic',
            field=models.CharField(blank=True, max_length=11),
        ),
        migrations.AddField(
            model_name='legalentity',
            name='capital_currency',
            field=models.CharField(default='EUR', max_length=3),
        ),
        migrations.AddField(
            model_name='legalentity',
            name='capital_minor',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='legalentity',
            name='iban',
            field=models.CharField(blank=True, max_length=34),
        ),
        migrations.AddField(
            model_name='legalentity',
            name='legal_form',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='legalentity',
            name='phone',
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AddField(
            model_name='legalentity',
            name='register_city',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='legalentity',
            name='siren',
            field=models.CharField(blank=True, max_length=9),
        ),
        migrations.AddField(
            model_name='legalentity',
            name='siret',
            field=models.CharField(blank=True, max_length=14),
        ),
        migrations.AddField(
            model_name='legalentity',
            name='timezone',
            field=models.CharField(default='Europe/Paris', max_length=40),
        ),
    ]
