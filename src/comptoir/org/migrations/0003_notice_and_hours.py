from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("org", "0002_legal_identity"),
    ]

    operations = [
        migrations.AddField(
            model_name="legalentity",
            name="director",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="legalentity",
            name="host",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="legalentity",
            name="mediator",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="location",
            name="special",
            field=models.JSONField(default=dict, help_text="ISO dates with hours of their own, as in opening"),
        ),
    ]
