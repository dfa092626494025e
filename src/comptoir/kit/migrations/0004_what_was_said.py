from django.db import migrations, models

# Keys are kept as digests from now on; those of the last 30 days stay known.
# A step of a batch of orders is known by its number behind the digest.
DIGEST = """
UPDATE kit_idempotencyrecord SET key = encode(sha256(convert_to(whole, 'UTF8')), 'hex') || step
FROM (
    SELECT id AS of, CASE WHEN steps THEN regexp_replace(key, ':[0-9]+$', '') ELSE key END AS whole,
           CASE WHEN steps THEN substring(key FROM ':[0-9]+$') ELSE '' END AS step
    FROM (SELECT id, key, scope LIKE '%/exchange/order%' AND key ~ ':[0-9]+$' AS steps FROM kit_idempotencyrecord) AS k
) AS parts
WHERE id = of
"""
# What is sealed cannot be compressed.
AS_IT_IS = "ALTER TABLE kit_idempotencyrecord ALTER COLUMN said SET STORAGE EXTERNAL"


class Migration(migrations.Migration):
    dependencies = [("kit", "0003_rate_bucket")]

    operations = [
        migrations.AddField("IdempotencyRecord", "said", models.BinaryField(null=True)),
        migrations.RunSQL(AS_IT_IS, migrations.RunSQL.noop),
        migrations.RunSQL(DIGEST, migrations.RunSQL.noop),
    ]
