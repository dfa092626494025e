from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("consent", "0003_message_consents")]

    operations = [migrations.RemoveConstraint(model_name="choice", name="consent_heard_once")]
