"""What the collector remembers beside the journal. Written by its own connections, read by the back office's lists."""

from __future__ import annotations

from django.db import models


class Verdict(models.Model):
    """What became of an event that arrived. Not of each: of what was kept without a fault the journal tells, and here
    stand only some, so that staff see them arrive. The table is emptied from behind.

    Of an event that was only counted, nothing stands here but its kind.
    """

    at = models.DateTimeField()
    source = models.CharField(max_length=50)
    kind = models.CharField(max_length=10)
    event = models.CharField(max_length=200)
    verdict = models.CharField(max_length=10)
    reasons = models.JSONField(default=list)
    message_id = models.CharField(max_length=100)
    event_id = models.UUIDField(null=True)

    class Meta:
        default_permissions = ()


class Tally(models.Model):
    """How many events of a source had which verdict: rows of a transaction each, added up when they are read."""

    at = models.DateTimeField()
    source = models.CharField(max_length=50)
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=60)
    times = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = (models.Index(fields=["source", "at"], name="collector_tally_read"),)
