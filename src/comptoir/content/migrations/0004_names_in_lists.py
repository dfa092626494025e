"""Lists of Wagtail's say what they count: pictures, and the place above the home pages."""

from django.db import migrations


def forward(apps, editor):
    apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title="Root").update(title="Pages", draft_title="Pages")


class Migration(migrations.Migration):
    dependencies = [("content", "0003_roles_and_languages")]

    operations = [
        migrations.AlterModelOptions(
            name="picture", options={"verbose_name": "picture", "verbose_name_plural": "pictures"}
        ),
        migrations.RunPython(forward, migrations.RunPython.noop),
    ]
