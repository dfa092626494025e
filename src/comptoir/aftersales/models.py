"""Withdrawals: what a consumer declared, kept unchanged, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7
from comptoir.kit.text import LocalisedField


class Withdrawal(models.Model):
    """What was declared never changes (a trigger refuses it): `reference` to `statement_hash`. Amounts are minor
    units of `currency`: `goods_minor` for all the pieces, `delivery_minor` when nothing of the order is kept."""

    class State(models.TextChoices):
        DECLARED = "declared", _("declared, waiting for the goods")
        REFUNDING = "refunding", _("being refunded")
        REFUNDED = "refunded", _("refunded")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    order_number = models.CharField(max_length=12)
    storefront = models.SlugField(max_length=50)
    channel = models.SlugField(max_length=40)
    locale = models.CharField(max_length=5)
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=254)
    is_whole = models.BooleanField()
    currency = models.CharField(max_length=3)
    delivery_minor = models.BigIntegerField()
    declared_at = models.DateTimeField()
    refund_due = models.DateTimeField()
    statement = models.TextField()
    statement_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DECLARED)
    promise_id = models.UUIDField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    waits_since = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_proof = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    refunded_at = models.DateTimeField(null=True, blank=True)
    given_minor = models.BigIntegerField(default=0, help_text=_("what was given back for it, beside cancelled lines"))
    counted_minor = models.BigIntegerField(
        default=0, help_text=_("what staff had given back by hand, until decision 42")
    )
    withheld_minor = models.BigIntegerField(
        default=0, help_text=_("what is owed and withheld until a dispute is decided")
    )

    class Meta:
        ordering: ClassVar = ["-declared_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(delivery_minor__gte=0), name="withdrawal_not_negative"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["refund_due"], name="withdrawal_open", condition=~Q(state="refunded")),
        ]

    def __str__(self) -> str:
        return self.reference


class WithdrawalLine(models.Model):
    """Pieces of a line of the order. `unsent` of them had not left and are cancelled; when that comes too late it
    becomes 0, and they have to come back like the others. `cards` of them became gift cards, which were taken in:
    `cards_whole` as they were sold, with `cards_minor` on all of them. `cards_named`: a refund names
    them, as it does `named` of those that have to come back."""

    id = models.BigAutoField(primary_key=True)
    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    variant_id = models.UUIDField(null=True, blank=True)
    sku = models.CharField(max_length=100, blank=True)
    name = LocalisedField()
    quantity = models.PositiveIntegerField()
    unsent = models.PositiveIntegerField(default=0)
    unit_minor = models.BigIntegerField()
    cards = models.PositiveIntegerField(default=0, db_default=0)
    cards_whole = models.PositiveIntegerField(default=0, db_default=0)
    cards_minor = models.BigIntegerField(default=0, db_default=0)
    cards_named = models.BooleanField(default=False, db_default=False)
    named = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        ordering: ClassVar = ["withdrawal", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["withdrawal", "position"], name="withdrawal_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(unsent__lte=F("quantity")), name="withdrawal_line_of_something"
            ),
            models.CheckConstraint(
                condition=Q(cards__lte=F("quantity") - F("unsent")) & Q(cards_whole__lte=F("cards")),
                name="withdrawal_line_cards",
            ),
        ]
