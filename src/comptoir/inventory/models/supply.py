"""What is on its way: from suppliers, and between our own places."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class Incoming(models.Model):
    """A line of a purchase or a replenishment, announced under `external_id`; `reference` names its document.
    More may be received than was expected. Cancelled: the rest will not come."""

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        RECEIVED = "received", _("received")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    external_id = models.CharField(max_length=100, unique=True)
    reference = models.CharField(max_length=100)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey("org.Location", on_delete=models.PROTECT, related_name="+")
    expected = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    expected_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ANNOUNCED)
    announced_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expected__gt=0), name="incoming_of_something"),
            models.CheckConstraint(
                condition=~Q(state="announced") | Q(received__lt=F("expected")), name="incoming_open_while_short"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["variant", "location", "expected_on"],
                name="incoming_open",
                condition=Q(state="announced"),
            ),
        ]


class Transfer(models.Model):
    """Pieces that go from one of our places to another: announced, sent, received."""

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        SENT = "sent", _("on the way")
        RECEIVED = "received", _("received")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=100, unique=True)
    source = models.ForeignKey("org.Location", on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey("org.Location", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ANNOUNCED)
    expected_on = models.DateField()
    announced_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="transfer_between_two_places"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["target"], name="transfer_under_way", condition=Q(state="sent")),
        ]


class TransferLine(models.Model):
    """`announced` pieces were asked for, `sent` left, `received` arrived; `sent` − `received` is the difference."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    announced = models.PositiveIntegerField()
    sent = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transfer", "variant"], name="transfer_line_once"),
            models.CheckConstraint(condition=Q(announced__gt=0), name="transfer_line_of_something"),
        ]
