"""Collectors outside that are sent events, and what is on its way to them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class Destination(models.Model):
    """`write_key` is what the other side gave out: it stands in public pages there, as ours do here."""

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=2000)
    write_key = models.CharField(max_length=200)
    purpose = models.CharField(max_length=20)
    sources = models.JSONField(default=list)
    words = models.JSONField(default=list)
    personal = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    failures = models.PositiveIntegerField(default=0)
    quiet_until = models.DateTimeField()
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("destination")
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return self.name


class Parcel(models.Model):
    """An event for a destination: its place in the journal alone. What it says is read, and consent asked, when it is
    sent; so an event that was erased meanwhile is not there any more."""

    id = models.BigAutoField(primary_key=True)
    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="+")
    event_id = models.UUIDField()
    generation = models.IntegerField()
    txid = models.BigIntegerField()
    position = models.BigIntegerField()
    state = models.CharField(max_length=10, default="pending")
    why = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ("view",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["destination", "event_id"], name="forwarding_event_once"),
            models.CheckConstraint(
                condition=Q(state__in=("pending", "delivered", "dropped", "failed")), name="forwarding_state"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["destination", "id"], name="forwarding_pending", condition=Q(state="pending")),
            models.Index(fields=["created_at"], name="forwarding_age"),
        ]
