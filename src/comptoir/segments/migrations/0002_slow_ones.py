from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('segments', '0001_segments'),
    ]

    operations = [
        migrations.AddField(
            model_name='segment',
            name='slow_times',
            field=models.PositiveIntegerField(default=0, verbose_name='times too slow'),
        ),
        migrations.AddField(
            model_name='segment',
            name='try_after',
            field=models.DateTimeField(blank=True, null=True, verbose_name='tried again after'),
        ),
    ]
