"""Pieces sold before they are here: the terms, and who waits."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class SaleAhead(models.Model):
    """A variant that may be sold in a market beyond what is on hand at `location`, `most` pieces at a time.

    With `sent_from` it is sold against that day, without it against what is announced to come in there.
    `promised` is how many pieces orders wait for now. The row is the lock of all that waits for this variant.
    """

    class Kind(models.TextChoices):
        PREORDER = "preorder", _("pre-order")
        BACKORDER = "backorder", _("back-order")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    market = models.SlugField(max_length=50)
    location = models.ForeignKey("org.Location", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    most = models.PositiveIntegerField()
    promised = models.PositiveIntegerField(default=0)
    sent_from = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "market"], name="sale_ahead_once"),
            models.CheckConstraint(condition=Q(promised__lte=F("most")), name="sale_ahead_within_limit"),
        ]

    def __str__(self) -> str:
        return str(self.variant)


class Waiting(models.Model):
    """Pieces of an order that are still to come. `served` of `quantity` came and are in its reservation; who
    has queued longer is served first. `ready_on` is the day that was told."""

    class State(models.TextChoices):
        HELD = "held", _("held for a while")
        FIRM = "firm", _("firm")
        SERVED = "served", _("all there")
        RELEASED = "released", _("released")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order_id = models.UUIDField()
    sale = models.ForeignKey(SaleAhead, on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey("org.Location", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    served = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.HELD)
    ready_on = models.DateField()
    queued_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="waiting_for_something"),
            models.CheckConstraint(condition=Q(served__lte=F("quantity")), name="waiting_served_within"),
            models.UniqueConstraint(fields=["order_id", "variant", "location"], name="waiting_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["variant", "location", "queued_at"],
                name="waiting_queue",
                condition=Q(state__in=["held", "firm"]),
            ),
            models.Index(fields=["expires_at"], name="waiting_expiring", condition=Q(state="held")),
        ]
