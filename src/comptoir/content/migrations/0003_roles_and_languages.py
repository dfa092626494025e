"""What Wagtail makes by itself becomes ours: its two groups are our roles, its page of welcome goes."""

from django.db import migrations

# Wagtail's group → our role (org/roles.py). Rights to pages, pictures, documents and the workflow go along.
ROLES = {"Moderators": "merchant", "Editors": "editor"}


def take_over(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    by_group = [
        apps.get_model("wagtailcore", "GroupPagePermission"),
        apps.get_model("wagtailcore", "GroupCollectionPermission"),
    ]
    for theirs, ours in ROLES.items():
        old = Group.objects.filter(name=theirs).first()
        if old is None:
            continue
        new, _made = Group.objects.get_or_create(name=ours)
        for model in by_group:
            model.objects.filter(group=old).update(group=new)
        for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(groups=old):
            task.groups.add(new)
        old.delete()
    apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval").update(name="Relecture")
    apps.get_model("wagtailcore", "Task").objects.filter(name="Moderators approval").update(name="Relecture")

    Locale = apps.get_model("wagtailcore", "Locale")
    for code in ("fr", "en"):
        Locale.objects.get_or_create(language_code=code)

    Page = apps.get_model("wagtailcore", "Page")
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page", numchild=0).first()
    if welcome is not None:
        apps.get_model("wagtailcore", "Site").objects.filter(root_page=welcome).delete()
        Page.objects.filter(pk=welcome.pk).delete()
        Page.objects.filter(depth=1).update(numchild=Page.objects.filter(depth=2).count())


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0002_brand_pages"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
