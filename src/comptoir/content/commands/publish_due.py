from __future__ import annotations

from datetime import datetime

from django.core.management import call_command
from wagtail.models import Page, Revision

from comptoir.content.models import Notice, Theme


def publish_due(now: datetime) -> int:
    """What was to go live or to end by `now` does; answers how many. Wagtail's own command publishes; it is not called
    while nothing is due. What ends is taken offline here, because that command does it past our models."""
    ended = [page for kind in (Page, Notice, Theme) for page in kind.objects.filter(live=True, expire_at__lt=now)]
    for each in ended:
        row = each.specific if isinstance(each, Page) else each
        row.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    due = Revision.objects.filter(approved_go_live_at__lt=now).count()
    if due:
        call_command("publish_scheduled")
    return due + len(ended)
