from django.db import migrations, models

# Keys are kept as digests from now on; those of the last 30 days stay known.
DIGEST = "UPDATE kit_idempotencyrecord SET key = encode(sha256(convert_to(key, 'UTF8')), 'hex')"
# What is sealed cannot be compressed.
AS_IT_IS = "ALTER TABLE kit_idempotencyrecord ALTER COLUMN said SET STORAGE EXTERNAL"


class Migration(migrations.Migration):
    dependencies = [("kit", "0003_rate_bucket")]

    operations = [
        migrations.AddField("IdempotencyRecord", "said", models.BinaryField(null=True)),
        migrations.RunSQL(AS_IT_IS, migrations.RunSQL.noop),
        migrations.RunSQL(DIGEST, migrations.RunSQL.noop),
    ]
