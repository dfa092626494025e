from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_choices")]

    operations = [
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.UniqueConstraint(
                fields=("subject_kind", "subject_id", "purpose", "granted"),
                condition=models.Q(("means", "sdk")),
                name="consent_heard_once",
            ),
        ),
    ]
