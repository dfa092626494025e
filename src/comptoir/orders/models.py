"""The sale as a ledger: what was agreed, what is due, what came in."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.kit.ids import uuid7
from comptoir.kit.text import LocalisedField
from comptoir.orders import rules


class TermsVersion(models.Model):
    """The terms of sale of a storefront in a language, in force from `valid_from` until the next version's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    legal_entity = models.SlugField(max_length=50)
    storefront = models.SlugField(max_length=50)
    locale = models.CharField(max_length=5)
    label = models.CharField(max_length=40)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    valid_from = models.DateTimeField()
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["storefront", "locale", "valid_from"], name="terms_version_once"),
        ]

    def __str__(self) -> str:
        return self.label


class Order(models.Model):
    """Amounts are minor units of `currency`, VAT included; `total = goods + delivery`, `vat` is part of it.

    `version` counts what changed since it was placed. `due_until` is set while a change of it waits for its
    difference. `dispute` is open, lost or won, empty when no payment was disputed. `split_promises` are those of
    shipments that were split off."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for payment")
        CONFIRMED = "confirmed", pgettext_lazy("order", "confirmed")
        PARTLY_SHIPPED = "partly_shipped", _("partly shipped")
        SHIPPED = "shipped", pgettext_lazy("order", "shipped")
        READY = "ready", pgettext_lazy("order", "ready to collect")
        PARTLY_DELIVERED = "partly_delivered", _("partly delivered")
        DELIVERED = "delivered", pgettext_lazy("order", "delivered")
        CANCELLED = "cancelled", pgettext_lazy("order", "cancelled")
        EXPIRED = "expired", pgettext_lazy("order", "expired")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=12, unique=True)
    basket_id = models.UUIDField(unique=True)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+", db_index=False)
    address = models.ForeignKey("customers.Address", on_delete=models.PROTECT, related_name="+")
    market = models.SlugField(max_length=50, db_index=False)
    legal_entity = models.SlugField(max_length=50, db_index=False)
    storefront = models.SlugField(max_length=50, db_index=False)
    channel = models.SlugField(max_length=40, db_index=False)
    at_request = models.TextField(
        blank=True, default="", db_default="", help_text=_("what the buyer ticked for what is supplied at once")
    )
    logged_in = models.BooleanField(_("buyer was logged in"), default=False, db_default=False)
    locale = models.CharField(max_length=5)
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    delivery_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    vat_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField(default=0)
    credited_minor = models.BigIntegerField(default=0, help_text=_("what of the total is no longer asked for"))
    state = models.CharField(max_length=20, choices=State.choices, default=State.PENDING)
    version = models.PositiveIntegerField(default=1, db_default=1)
    terms = models.ForeignKey(
        TermsVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False,
        db_constraint=False,
    )  # fmt: skip
    delivery_method = models.SlugField(max_length=50, db_index=False)
    dispute = models.CharField(max_length=4, blank=True, default="", db_default="")
    promise_id = models.UUIDField()
    promised_by = models.DateTimeField()
    split_promises = ArrayField(models.UUIDField(), default=list, db_default=[], blank=True)
    hold_until = models.DateTimeField(null=True, blank=True)
    # No day is promised from here on: a transfer is waited for (decision 0043). Empty again once money came.
    unpromised_since = models.DateTimeField(null=True, blank=True)
    due_until = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(condition=Q(vat_minor__lte=F("total_minor")), name="order_vat_within_total"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-placed_at"], name="order_by_date"),
            models.Index(fields=["customer", "-placed_at"], name="order_of_customer"),
            models.Index(fields=["hold_until"], name="order_hold", condition=Q(state="pending")),
            models.Index(fields=["due_until"], name="order_difference", condition=Q(due_until__isnull=False)),
            models.Index(
                fields=["-placed_at"], name="order_credited",
                condition=Q(credited_minor__gte=F("total_minor"), total_minor__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def headline(self) -> str:
        """A key of `rules.HEADLINES`."""
        return rules.headline(
            self.state, total=self.total_minor, credited=self.credited_minor, paid=self.paid_minor
        )

    @property
    def promised(self) -> datetime | None:
        """The day that was told last, unless none is promised."""
        return None if self.unpromised_since else self.promised_by


class OrderLine(models.Model):
    """A line as it was agreed; names are copied because the catalogue goes on changing. `nature` says what it is (the
    catalogue's NATURES). `exclusion` says why the right
    to withdraw did not apply to it when it was ordered, empty when it did. `refunded` are the pieces of it that were
    paid back as such, `reduced_minor` is what its other pieces were made cheaper by: both are part of what the order
    has credited."""

    class Kind(models.TextChoices):
        GOODS = "goods", _("goods")
        DELIVERY = "delivery", _("delivery")

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    variant = models.ForeignKey(
        "catalog.Variant", on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False
    )
    sku = models.CharField(max_length=100, blank=True)
    name = LocalisedField()
    options = models.JSONField(default=list)
    quantity = models.PositiveIntegerField()
    unit_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    vat_rate_bp = models.PositiveIntegerField()
    vat_minor = models.BigIntegerField()
    reasons = models.JSONField(default=list)
    exclusion = models.CharField(max_length=30, blank=True, default="", db_default="")
    nature = models.CharField(max_length=10, default="goods", db_default="goods")
    refunded = models.PositiveIntegerField(default=0, db_default=0)
    reduced_minor = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        ordering: ClassVar = ["order", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_of_something"),
            models.CheckConstraint(condition=Q(total_minor=F("unit_minor") * F("quantity")), name="order_line_adds_up"),
            models.CheckConstraint(
                condition=Q(vat_minor__gte=0) & Q(vat_minor__lte=F("total_minor")),
                name="order_line_vat_within",
            ),
            models.CheckConstraint(
                condition=Q(refunded__lte=F("quantity"), reduced_minor__gte=0)
                & Q(reduced_minor__lte=F("unit_minor") * (F("quantity") - F("refunded"))),
                name="order_line_refunded_within",
            ),
        ]


class OrderChange(models.Model):
    """What was agreed before and after a change of an order: who changed what, and what a lapse goes back to.

    `before` and `after` hold lines, sums, address, way and places as plain JSON without personal values."""

    class State(models.TextChoices):
        SETTLED = "settled", pgettext_lazy("change", "settled")
        UNPAID = "unpaid", _("waits for its difference")
        LAPSED = "lapsed", _("lapsed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=State.choices, default=State.SETTLED)
    difference_minor = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    actor = models.CharField(max_length=80)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["order", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "version"], name="order_change_once"),
        ]


class Note(models.Model):
    """What staff tell each other about an order. Never shown to its buyer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(max_length=4000)
    actor = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["order", "written_at", "id"]


class Tag(models.Model):
    """A word that staff put on orders. `folded` is its name as it is compared."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=40)
    folded = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


class OrderTag(models.Model):
    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="tags")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["order", "tag"], name="order_tag_once")]


class SavedFilter(models.Model):
    """A search of the list of orders that somebody keeps; `query` is the part of its address behind the ?."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    actor = models.CharField(max_length=80)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["actor", "name"], name="saved_filter_once")]


class BulkRun(models.Model):
    """One action on many orders, each in a transaction of its own. `undoes` is the run that this one takes back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    action = models.CharField(max_length=20)
    values = models.JSONField(default=dict)
    actor = models.CharField(max_length=80)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)


class BulkItem(models.Model):
    """`result` is empty while it waits, `done`, `unchanged`, or the code of a refusal."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["run", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "order"], name="bulk_item_once")]


class SalesDay(models.Model):
    """A projection of the journal: what happened on a business day of a market, by channel and currency."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    market = models.SlugField(max_length=50)
    channel = models.SlugField(max_length=40)
    currency = models.CharField(max_length=3)
    placed = models.PositiveIntegerField(default=0)
    placed_minor = models.BigIntegerField(default=0)
    changed_minor = models.BigIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    expired = models.PositiveIntegerField(default=0)
    received_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "market", "channel", "currency"], name="sales_day_once"),
        ]
