"""The name of the workflow stands in sentences of either language, after “Submit to” and “Soumettre à”: one word that is
the same in both, where 0002 had two beside each other."""

from django.db import migrations


def forward(apps, editor):
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name="Relecture / Review").update(name="Validation")


class Migration(migrations.Migration):
    dependencies = [("project", "0002_review_in_both_languages")]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
