"""What banks and providers tell us: events, account statements, and the daily comparison with their books."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class IncomingEvent(models.Model):
    """An event that a provider told us once. Only what concerns us is kept of it, never its whole body."""

    class State(models.TextChoices):
        RECEIVED = "received", _("waits")
        SETTLED = "settled", _("settled")
        IGNORED = "ignored", _("not for us")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.CharField(max_length=20)
    account = models.CharField(max_length=50, help_text=_("legal entity whose account it is"))
    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    body_hash = models.BinaryField(max_length=32)
    news = models.JSONField(null=True, blank=True)
    request_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    result = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    repeats = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "account", "event_id"], name="incoming_event_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_attempt_at"], name="incoming_event_queue", condition=Q(state="received")),
            models.Index(fields=["-received_at"], name="incoming_event_latest"),
            models.Index(fields=["request_id"], name="incoming_event_request"),
        ]


class BankStatement(models.Model):
    """One statement of one account, as the bank wrote it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    legal_entity = models.SlugField()
    iban = models.CharField(max_length=34)
    statement_id = models.CharField(max_length=80)
    message_id = models.CharField(max_length=80, blank=True)
    currency = models.CharField(max_length=3)
    opening_minor = models.BigIntegerField(null=True, blank=True)
    closing_minor = models.BigIntegerField(null=True, blank=True)
    movement_minor = models.BigIntegerField(help_text=_("sum of its entries"))
    entries = models.PositiveIntegerField()
    repeated = models.PositiveIntegerField(default=0, help_text=_("entries that an earlier statement had"))
    made_at = models.DateTimeField(null=True, blank=True)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["iban", "statement_id"], name="bank_statement_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["-imported_at"], name="bank_statement_latest")]

    def __str__(self) -> str:
        return self.statement_id


class BankEntry(models.Model):
    """A movement of an account; each transfer of a batch is one."""

    class State(models.TextChoices):
        NEW = "new", _("being matched")
        MATCHED = "matched", _("matched")
        UNMATCHED = "unmatched", _("waits for a decision")
        ASSIGNED = "assigned", _("assigned by a person")
        TO_RETURN = "to_return", _("to be returned")
        RETURNED = "returned", _("returned")
        IGNORED = "ignored", _("not a payment of an order")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="+")
    iban = models.CharField(max_length=34)
    servicer_reference = models.CharField(max_length=80, blank=True)
    part = models.PositiveIntegerField(help_text=_("place in its batch"))
    amount_minor = models.BigIntegerField(help_text=_("positive received, negative paid out"))
    currency = models.CharField(max_length=3)
    reversal = models.BooleanField(default=False)
    booked_on = models.DateField()
    reference = models.CharField(max_length=35, blank=True)
    text = models.CharField(max_length=500, blank=True)
    other_name = models.CharField(max_length=140, blank=True)
    other_iban = models.CharField(max_length=34, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    result = models.CharField(max_length=40, blank=True)
    request_id = models.UUIDField(null=True, blank=True)
    order_id = models.UUIDField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["iban", "servicer_reference", "part"], name="bank_entry_once",
                condition=~Q(servicer_reference=""),
            ),
            models.UniqueConstraint(fields=["request_id"], name="bank_entry_of_request"),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["id"], name="bank_entry_new", condition=Q(state="new")),
            models.Index(fields=["statement"], name="bank_entry_statement"),
            models.Index(fields=["-booked_on"], name="bank_entry_latest"),
        ]


class Reconciliation(models.Model):
    """A day of a provider's books beside ours: the latest comparison."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.CharField(max_length=20)
    account = models.CharField(max_length=50)
    day = models.DateField()
    currency = models.CharField(max_length=3)
    theirs = models.PositiveIntegerField()
    ours = models.PositiveIntegerField()
    theirs_minor = models.BigIntegerField()
    ours_minor = models.BigIntegerField()
    fees_minor = models.BigIntegerField()
    payouts_minor = models.BigIntegerField()
    differences = models.PositiveIntegerField()
    ran_at = models.DateTimeField()
    ran_by = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "account", "day", "currency"], name="reconciliation_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["-day"], name="reconciliation_latest")]

    def __str__(self) -> str:
        return f"{self.provider} {self.day}"


class Difference(models.Model):
    """What the provider's books and ours do not have alike on a day."""

    class Kind(models.TextChoices):
        MISSING_HERE = "missing_here", _("only the provider has it")
        MISSING_THERE = "missing_there", _("only we have it")
        AMOUNT = "amount", _("the amounts differ")
        TWICE = "twice", _("the provider has it twice")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    reference = models.CharField(max_length=100)
    request_id = models.UUIDField(null=True, blank=True)
    order_id = models.UUIDField(null=True, blank=True)
    theirs_minor = models.BigIntegerField(null=True, blank=True)
    ours_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["reconciliation"], name="difference_of_day")]
