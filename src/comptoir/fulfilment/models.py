"""How things reach people: delivery methods and their prices, the places' calendars, shipments."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7
from comptoir.kit.text import LocalisedField


class DeliveryMethod(models.Model):
    """A way to bring or to collect. An order is handed over the same working day when it is placed before
    `cutoff` (local time of the place that sends), then takes `days_min` to `days_max` working days."""

    class Kind(models.TextChoices):
        SHIP = "ship", _("delivered")
        COLLECT = "collect", _("collected in shop")
        NONE = "none", _("no parcel")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = LocalisedField()
    carrier = models.CharField(max_length=60, blank=True)
    tracking_address = models.CharField(
        max_length=300, blank=True, help_text=_("address of the tracking page, with {number} in it")
    )
    market = models.SlugField(max_length=50)
    cutoff = models.TimeField()
    days_min = models.PositiveSmallIntegerField(default=0)
    days_max = models.PositiveSmallIntegerField(default=0)
    minutes_to_prepare = models.PositiveIntegerField(default=120, help_text=_("collect only, in opening hours"))
    saturdays = models.BooleanField(default=False, help_text=_("Saturdays count as working days in transit"))
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(days_min__lte=F("days_max")), name="delivery_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.name.read("fr")


class DeliveryRate(models.Model):
    """The price for parcels up to `max_weight_g`, to a country and postcodes that start with
    `postcode_prefix`. The longest prefix that matches wins, then the smallest weight that fits."""

    id = models.BigAutoField(primary_key=True)
    method = models.ForeignKey(DeliveryMethod, on_delete=models.CASCADE, related_name="+")
    country = models.CharField(max_length=2)
    postcode_prefix = models.CharField(max_length=12, blank=True)
    max_weight_g = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField(_("price, VAT included"))
    currency = models.CharField(max_length=3)
    extra_days = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["method", "country", "postcode_prefix", "max_weight_g"], name="delivery_rate_once"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="delivery_rate_not_negative"),
        ]


class Shipment(models.Model):
    """What one place prepares for one order and sends at one time: a place may have several of an order. With a method
    of the kind none it is no parcel: something to do, to give by mail, or that becomes a card."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        PREPARING = "preparing", _("being prepared")
        READY = "ready", _("ready to collect")
        SHIPPED = "shipped", _("shipped")
        DELIVERED = "delivered", _("delivered")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order_id = models.UUIDField()
    promise_id = models.UUIDField()
    method = models.ForeignKey(
        DeliveryMethod, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    location = models.ForeignKey("org.Location", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    carrier = models.CharField(max_length=60, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    promised_by = models.DateTimeField()
    planned_at = models.DateTimeField()
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["order_id"], name="shipment_of_order")]


class ShipmentLine(models.Model):
    """Pieces that are not `counted` are of what has no stock."""

    id = models.BigAutoField(primary_key=True)
    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="lines", db_index=False)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    quantity = models.PositiveIntegerField()
    counted = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shipment", "variant"], name="shipment_line_once"),
        ]
