from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("imports", "0001_import_runs")]
    operations: ClassVar = [
        migrations.AddField("importrun", "hidden", models.BooleanField(db_default=False, default=False)),
    ]
