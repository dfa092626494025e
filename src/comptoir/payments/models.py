"""Money asked for, and what the providers answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
        CANCELLED = "cancelled", pgettext_lazy("payment", "cancelled")

    class Kind(models.TextChoices):
        CHARGE = "charge", _("payment")
        REFUND = "refund", _("refund")
        CAPTURE = "capture", _("capture")
        VOID = "void", _("release")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order_id = models.UUIDField()
    legal_entity = models.CharField(max_length=50, blank=True)
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
    instead_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        help_text=_("the refused refund that this one tries again"),
    )  # fmt: skip
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
            models.Index(
                fields=["provider_reference"], name="payment_transfer_reference",
                condition=Q(tender="bank_transfer") & ~Q(provider_reference=""),
            ),
        ]  # fmt: skip


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
        indexes: ClassVar = [
            models.Index(fields=["order_id"], name="receipt_of_order"),
            models.Index(fields=["received_at"], name="receipt_of_day"),
        ]


class Dispute(models.Model):
    """A charge that the customer's bank took back, or asks about. `withheld_minor` is what the provider keeps of it:
    all while it is open, unless the bank only asks, and for ever when it is lost."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("dispute", "open")
        WON = "won", pgettext_lazy("dispute", "won")
        LOST = "lost", pgettext_lazy("dispute", "lost")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=100)
    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="+")
    order_id = models.UUIDField()
    storefront = models.CharField(max_length=50, blank=True)
    amount_minor = models.BigIntegerField()
    withheld_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=4, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "reference"], name="dispute_once"),
            models.CheckConstraint(
                condition=Q(withheld_minor__gte=0) & Q(withheld_minor__lte=F("amount_minor")),
                name="dispute_withheld_within_amount",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["order_id"], name="dispute_of_order")]


class StoredValue(models.Model):
    """Money that its holder may spend here: a gift card, or store credit.

    The code itself is not kept: its keyed hash finds the account, `last4` lets people tell it. `balance_minor` and
    `held_minor` (claimed by orders, not spent yet) are the sums of the movements.
    """

    class Kind(models.TextChoices):
        GIFT_CARD = "gift_card", _("gift card")
        STORE_CREDIT = "store_credit", _("store credit")

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        BLOCKED = "blocked", _("blocked")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    code_hash = models.BinaryField(max_length=32, unique=True)
    last4 = models.CharField(max_length=4)
    legal_entity = models.CharField(max_length=50)
    currency = models.CharField(max_length=3)
    customer_id = models.UUIDField(null=True, blank=True)
    balance_minor = models.BigIntegerField(default=0)
    held_minor = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    expires_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(held_minor__gte=0) & Q(held_minor__lte=F("balance_minor")),
                name="stored_value_not_overdrawn",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["customer_id"], name="stored_value_of", condition=Q(customer_id__isnull=False)),
            models.Index(fields=["last4"], name="stored_value_last4"),
        ]


class StoredMovement(models.Model):
    """Append-only: what an account got and gave (`amount_minor`), and what is claimed of it (`held_minor`)."""

    class Kind(models.TextChoices):
        ISSUE = "issue", _("issued")
        TOP_UP = "top_up", _("topped up")
        HOLD = "hold", _("claimed by an order")
        SPEND = "spend", _("spent")
        RELEASE = "release", _("released")
        REFUND = "refund", _("given back")
        TAKE_IN = "take_in", _("taken in")

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(StoredValue, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    amount_minor = models.BigIntegerField(default=0)
    held_minor = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=20, blank=True)
    order_id = models.UUIDField(null=True, blank=True)
    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    happened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "kind"], name="stored_movement_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["account"], name="stored_movement_of")]


class CodeTry(models.Model):
    """How many unknown codes somebody tried within an hour: guessing is refused."""

    id = models.BigAutoField(primary_key=True)
    asker = models.CharField(max_length=100)
    hour = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["asker", "hour"], name="code_try_once")]


class TestCharge(models.Model):
    """The memory of the test provider: what a bank would remember of a demand, by idempotency key."""

    __test__ = False

    key = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=8, default="charge")
    account = models.CharField(max_length=50, blank=True)
    asked = models.PositiveSmallIntegerField(default=0)
    token = models.CharField(max_length=200)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    outcome = models.CharField(max_length=16)
    made_at = models.DateTimeField()


class TestNotice(models.Model):
    """The test bank's outgoing post: an event, and what the receiver answered."""

    __test__ = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    demand = models.UUIDField()
    account = models.CharField(max_length=50)
    event_id = models.CharField(max_length=60)
    body = models.TextField()
    send_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.PositiveSmallIntegerField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["send_at"], name="test_notice_queue", condition=Q(delivered_at__isnull=True))
        ]


class ProviderMemory(models.Model):
    """What a provider's adapter must know of a demand that it told: the provider's own names for it, and where the
    customer confirms. No card, no person."""

    key = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=8)
    account = models.CharField(max_length=50)
    reference = models.CharField(max_length=100)
    payment = models.CharField(max_length=100, blank=True)
    address = models.TextField(blank=True)
    told_at = models.DateTimeField()


class BankAccount(models.Model):
    """Where customers of a legal entity transfer money to."""

    legal_entity = models.SlugField(primary_key=True)
    holder = models.CharField(max_length=140)
    iban = models.CharField(max_length=34, unique=True)
    bic = models.CharField(max_length=11, blank=True)
    currency = models.CharField(max_length=3)
    changed_at = models.DateTimeField()
