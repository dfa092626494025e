"""Money asked for, and what the providers answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class PaymentRequest(models.Model):
    """One demand for money, and at the same time its place in the worker's queue."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("requested")
        ACTION_REQUIRED = "action_required", _("waits for the customer")
        AWAITED = "awaited", _("paid on collection")
        WAITING = "waiting", _("waits for the money")
        AUTHORISED = "authorised", _("reserved")
        CAPTURED = "captured", _("captured")
        VOIDED = "voided", _("let go")
        PAID = "paid", _("paid")
        REFUSED = "refused", _("refused")
        CANCELLED = "cancelled", _("cancelled")

    class Kind(models.TextChoices):
        CHARGE = "charge", _("payment")
        REFUND = "refund", _("refund")
        CAPTURE = "capture", _("capture")
        VOID = "void", _("release")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CHARGE)
    charge = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    tender = models.CharField(max_length=20)
    token = models.CharField(max_length=200, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=16, choices=State.choices, default=State.REQUESTED)
    reserved_minor = models.BigIntegerField(default=0, help_text=_("what the provider reserved of a charge"))
    taken_minor = models.BigIntegerField(default=0, help_text=_("what was captured of it"))
    reserved_until = models.DateTimeField(null=True, blank=True)
    final = models.BooleanField(default=True, help_text=_("nothing more is captured after this"))
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    provider_reference = models.CharField(max_length=100, blank=True)
    refusal_code = models.CharField(max_length=60, blank=True)
    requested_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="payment_not_negative"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_attempt_at"], name="payment_queue", condition=Q(state="requested")),
            models.Index(
                fields=["next_attempt_at"],
                name="payment_in_doubt",
                condition=Q(kind="charge", state__in=["action_required", "waiting", "authorised", "cancelled"]),
            ),
            models.Index(fields=["order_id"], name="payment_of_order"),
        ]


class Receipt(models.Model):
    """Append-only: money that really moved. One per request: it cannot be recorded twice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.OneToOneField(PaymentRequest, on_delete=models.PROTECT, related_name="+")
    order_id = models.UUIDField()
    amount_minor = models.BigIntegerField(help_text=_("positive received, negative given back"))
    currency = models.CharField(max_length=3)
    provider_reference = models.CharField(max_length=100, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["order_id"], name="receipt_of_order")]


class TestCharge(models.Model):
    """The memory of the test provider: what a bank would remember of a charge, by idempotency key."""

    __test__ = False

    key = models.UUIDField(primary_key=True)
    token = models.CharField(max_length=200)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    outcome = models.CharField(max_length=16)
    made_at = models.DateTimeField()
