"""What we told a customer, until when, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class Promise(models.Model):
    """`terms` is what was said, `evidence` proves the outcome; both plain JSON without personal values."""

    class State(models.TextChoices):
        MADE = "made", _("made")
        KEPT = "kept", _("kept")
        BROKEN = "broken", _("broken")
        REPAIRED = "repaired", _("repaired")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=30)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    due = models.DateTimeField()
    terms = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MADE)
    evidence = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due"], name="promise_due", condition=Q(state="made")),
            models.Index(fields=["subject_kind", "subject_id"], name="promise_subject"),
        ]
