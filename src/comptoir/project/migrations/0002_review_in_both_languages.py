"""Wagtail puts the name of the workflow, which it cannot translate, into sentences in either language.

Not among the migrations of `content`: after any of those the translator's page says that the page's fields changed."""

from django.db import migrations


def forward(apps, editor):
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name="Relecture").update(name="Relecture / Review")


class Migration(migrations.Migration):
    dependencies = [("project", "0001_figures"), ("content", "0004_names_in_lists")]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
