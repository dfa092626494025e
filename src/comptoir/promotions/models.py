"""What is offered, by which codes, and which orders had it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7
from comptoir.kit.text import LocalisedField
from comptoir.promotions.contracts import EFFECTS, SCOPES, TRIGGERS


class Promotion(models.Model):
    """`contracts.Terms` as columns. Amounts are minor units of `currency`, VAT included."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    market = models.SlugField(max_length=50, db_index=False)
    currency = models.CharField(max_length=3)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    name = models.CharField(_("name"), max_length=80)
    shown = LocalisedField(_("name that shoppers see"))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    is_on = models.BooleanField(_("switched on"), default=True)
    trigger = models.CharField(max_length=9)
    code = models.CharField(_("code"), max_length=24, blank=True)
    segment = models.SlugField(_("segment"), max_length=40, blank=True, db_index=False)
    scope = models.CharField(max_length=10)
    ids = ArrayField(models.UUIDField(), default=list, blank=True)
    not_reduced = models.BooleanField(default=False)
    least_minor = models.BigIntegerField(default=0)
    least_pieces = models.PositiveIntegerField(default=0)
    effect = models.CharField(max_length=8)
    percent_bp = models.PositiveIntegerField(default=0)
    amount_minor = models.BigIntegerField(default=0)
    take = models.PositiveIntegerField(default=0)
    pay = models.PositiveIntegerField(default=0)
    ways = ArrayField(models.SlugField(max_length=50), default=list, blank=True)
    combines = models.BooleanField(default=True)
    most_uses = models.PositiveIntegerField(null=True, blank=True)
    most_per_person = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        default_permissions = ("view", "change", "export")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(effect__in=EFFECTS), name="promotion_effect"),
            models.CheckConstraint(condition=Q(scope__in=SCOPES), name="promotion_scope"),
            models.CheckConstraint(condition=Q(trigger__in=TRIGGERS), name="promotion_trigger"),
            models.CheckConstraint(
                condition=Q(least_minor__gte=0, amount_minor__gte=0, percent_bp__lte=10_000),
                name="promotion_amounts",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="promotion_ends_after"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["market"], name="promotion_automatic", condition=Q(trigger="automatic", is_on=True)),
        ]

    def __str__(self) -> str:
        return self.name


class Code(models.Model):
    """What a person types, in capitals. `shared` is the one that everybody may type; the others were made one by one,
    each for `most_uses` orders."""

    id = models.BigAutoField(primary_key=True)
    promotion = models.ForeignKey(Promotion, on_delete=models.PROTECT, related_name="+")
    market = models.SlugField(max_length=50, db_index=False)
    code = models.CharField(max_length=24)
    shared = models.BooleanField(default=False)
    most_uses = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "code"], name="promotion_code_once"),
            models.UniqueConstraint(fields=["promotion"], name="promotion_code_shared", condition=Q(shared=True)),
        ]


class Redemption(models.Model):
    """An order had a promotion; `returned_at` says that it gave its use back (cancelled, expired). `order_minor` is
    the order's total. Promotions and codes stay, by a trigger: a foreign key would have every order lock the same
    row."""

    id = models.BigAutoField(primary_key=True)
    promotion = models.ForeignKey(
        Promotion, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    code = models.ForeignKey(
        Code, on_delete=models.PROTECT, related_name="+", null=True, db_index=False, db_constraint=False
    )
    order_id = models.UUIDField()
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+", db_index=False)
    amount_minor = models.BigIntegerField()
    order_minor = models.BigIntegerField()
    used_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order_id", "promotion"], name="redemption_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="redemption_of_something"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["promotion", "customer"], name="redemption_standing", condition=Q(returned_at=None)),
            models.Index(fields=["code"], name="redemption_of_code", condition=Q(code__isnull=False)),
        ]
