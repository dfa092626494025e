"""Collectors outside that are sent events, and what is on its way to them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class Destination(models.Model):
    """`write_key` is what the other side gave out: it stands in public pages there, as ours do here. One that was
    removed has none, and stays for the erasures that it has to be told. `busy_until` is while a thread serves it,
    `seconds` what its last batch took."""

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        REMOVED = "removed", _("removed")

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
    busy_until = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
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


class Reached(models.Model):
    """Under which names somebody was told of to a destination: what has to be erased there when they are erased here.
    `user_key` is the user id that went along, empty for none."""

    id = models.BigAutoField(primary_key=True)
    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="+", db_index=False)
    visitor = models.CharField(max_length=200)
    user_key = models.CharField(max_length=200, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visitor", "destination", "user_key"], name="forwarding_reached_once")
        ]
        indexes: ClassVar = [models.Index(fields=["last_at"], name="forwarding_reached_age")]


class ToErase(models.Model):
    """Somebody was erased here and has to be at a destination (GDPR, article 19): `names` are those that it knows them
    by, and go as soon as somebody confirms, with a proof, that it is done. `erasure_id` is the record of privacy."""

    class State(models.TextChoices):
        OPEN = "open", _("to be done")
        CONFIRMED = "confirmed", _("confirmed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="+")
    erasure_id = models.UUIDField()
    names = models.JSONField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=200, blank=True)
    proof = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("erasure elsewhere")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["erasure_id", "destination"], condition=Q(state="open"), name="forwarding_erase_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", confirmed_at=None)
                | Q(state="confirmed", confirmed_at__isnull=False, names=[]),
                name="forwarding_erased_names",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "asked_at"], name="forwarding_to_erase")]
