"""The sale as a ledger: what was agreed, what is due, what came in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7
from comptoir.kit.text import LocalisedField


class Order(models.Model):
    """Amounts are minor units of `currency`, VAT included; `total = goods + delivery`, `vat` is part of it."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for payment")
        CONFIRMED = "confirmed", _("confirmed")
        SHIPPED = "shipped", _("shipped")
        READY = "ready", _("ready to collect")
        DELIVERED = "delivered", _("delivered")
        CANCELLED = "cancelled", _("cancelled")
        EXPIRED = "expired", _("expired")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=12, unique=True)
    basket_id = models.UUIDField(unique=True)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+", db_index=False)
    address = models.ForeignKey("customers.Address", on_delete=models.PROTECT, related_name="+")
    market = models.SlugField(max_length=50, db_index=False)
    legal_entity = models.SlugField(max_length=50, db_index=False)
    storefront = models.SlugField(max_length=50, db_index=False)
    channel = models.SlugField(max_length=40, db_index=False)
    locale = models.CharField(max_length=5)
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    delivery_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    vat_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField(default=0)
    credited_minor = models.BigIntegerField(default=0, help_text=_("what of the total is no longer asked for"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    delivery_method = models.SlugField(max_length=50, db_index=False)
    promise_id = models.UUIDField()
    promised_by = models.DateTimeField()
    hold_until = models.DateTimeField(null=True, blank=True)
    placed_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-placed_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(total_minor=F("goods_minor") + F("delivery_minor")), name="order_total_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(goods_minor__gte=0, delivery_minor__gte=0, vat_minor__gte=0),
                name="order_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(credited_minor__gte=0) & Q(credited_minor__lte=F("total_minor")),
                name="order_credited_within_total",
            ),
            models.CheckConstraint(
                condition=Q(vat_minor__lte=F("total_minor")), name="order_vat_within_total"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-placed_at"], name="order_by_date"),
            models.Index(fields=["customer", "-placed_at"], name="order_of_customer"),
            models.Index(fields=["hold_until"], name="order_hold", condition=Q(state="pending")),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """A line as it was agreed; names are copied because the catalogue goes on changing."""

    class Kind(models.TextChoices):
        GOODS = "goods", _("goods")
        DELIVERY = "delivery", _("delivery")

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    sku = models.CharField(max_length=100, blank=True)
    name = LocalisedField()
    options = models.JSONField(default=list)
    quantity = models.PositiveIntegerField()
    unit_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    vat_rate_bp = models.PositiveIntegerField()
    vat_minor = models.BigIntegerField()
    reasons = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["order", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_of_something"),
            models.CheckConstraint(
                condition=Q(total_minor=F("unit_minor") * F("quantity")), name="order_line_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(vat_minor__gte=0) & Q(vat_minor__lte=F("total_minor")),
                name="order_line_vat_within",
            ),
        ]


class SalesDay(models.Model):
    """A projection of the journal: what happened on a business day of a market, by channel and currency."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    market = models.SlugField(max_length=50)
    channel = models.SlugField(max_length=40)
    currency = models.CharField(max_length=3)
    placed = models.PositiveIntegerField(default=0)
    placed_minor = models.BigIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    expired = models.PositiveIntegerField(default=0)
    received_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "market", "channel", "currency"], name="sales_day_once"),
        ]
