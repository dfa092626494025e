from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("catalog", "0008_completeness")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("attributes__contains", {"gift-card": True})),
                fields=["id"],
                name="product_gift_card",
            ),
        ),
    ]
