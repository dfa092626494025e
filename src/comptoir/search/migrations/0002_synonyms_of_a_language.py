from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0001_words_and_searches")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="synonyms",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=2, verbose_name="language"),
        ),
    ]
