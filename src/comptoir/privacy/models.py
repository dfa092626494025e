"""What people asked to be forgotten, and the proof that it was done. Names nobody."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class Erasure(models.Model):
    """`done` maps the code of each holding to how many rows went there. `token` opens the page of the receipt, which is
    all that the person keeps. Behaviour goes at once; contact and account go when no order needs them."""

    class State(models.TextChoices):
        WORKING = "working", _("being erased")
        WAITING = "waiting", _("waits for orders that are underway")
        DONE = "done", _("erased")

    class Cause(models.TextChoices):
        ASKED = "asked", _("asked by the person")
        STAFF = "staff", _("asked by letter, entered by staff")
        INACTIVE = "inactive", _("inactive for three years")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer_id = models.UUIDField()
    cause = models.CharField(max_length=10, choices=Cause.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WORKING)
    locale = models.CharField(max_length=5)
    token = models.CharField(max_length=43, unique=True)
    done = models.JSONField(default=dict)
    waits_until = models.DateField(null=True, blank=True, help_text=_("the last day of the last right to withdraw"))
    asked_at = models.DateTimeField()
    looked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    receipt = models.TextField(blank=True, help_text=_("signed"))

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer_id"], condition=~Q(state="done"), name="erasure_one_open"),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | ~Q(state="done") & Q(done_at__isnull=True),
                name="erasure_done_has_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["looked_at"], condition=~Q(state="done"), name="erasure_open"),
        ]


class Round(models.Model):
    """How far a round over all customers has come: the last who was looked at, nobody at its beginning."""

    name = models.CharField(max_length=20, primary_key=True)
    after = models.UUIDField(null=True)
    moved_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
