"""Stock by variant and place. Movements are the truth; the level is their sum, kept beside them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class StockLevel(models.Model):
    """What is here, what of it is promised to somebody, and what is kept back from sale, in pieces."""

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey("org.Location", on_delete=models.PROTECT, related_name="+")
    on_hand = models.IntegerField(_("on hand"), default=0)
    reserved = models.IntegerField(_("reserved"), default=0)
    safety = models.IntegerField(_("safety stock"), default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "location"], name="stock_level_once"),
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="stock_on_hand_not_negative"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="stock_reserved_not_negative"),
            models.CheckConstraint(condition=Q(reserved__lte=F("on_hand")), name="stock_not_oversold"),
            models.CheckConstraint(condition=Q(safety__gte=0), name="stock_safety_not_negative"),
        ]


class Movement(models.Model):
    """Append-only: pieces that came (positive) or went (negative). `reason` is a code of `rules.REASONS`; `note`
    is free words, which the journal does not repeat."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("received")
        ADJUSTMENT = "adjustment", _("adjusted")
        SALE = "sale", _("sold")
        RETURN = "return", _("returned")
        TRANSFER = "transfer", _("transferred")
        COUNT = "count", _("counted")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey("org.Location", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    quantity = models.IntegerField()
    reason = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=200, blank=True, db_default="")
    reference = models.CharField(max_length=80, blank=True)
    actor = models.CharField(max_length=80)
    occurred_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["variant", "location"], name="movement_of_level")]


class Reservation(models.Model):
    """Pieces promised to an order. Held until `expires_at`; firm (without expiry) once the order is due to be
    served."""

    class State(models.TextChoices):
        HELD = "held", _("held for a while")
        FIRM = "firm", _("firm")
        TAKEN = "taken", _("taken out of stock")
        RELEASED = "released", _("released")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order_id = models.UUIDField()
    variant = models.ForeignKey(
        "catalog.Variant", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    location = models.ForeignKey(
        "org.Location", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.HELD)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_of_something"),
            models.UniqueConstraint(fields=["order_id", "variant", "location"], name="reservation_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], name="reservation_expiring", condition=Q(state="held")),
            models.Index(
                fields=["variant", "location"],
                name="reservation_active",
                condition=Q(state__in=["held", "firm"]),
            ),
        ]
