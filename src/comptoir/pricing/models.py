"""One list price per variant, market and currency; its whole history; VAT rates by country, category and
date."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListPrice(models.Model):
    """The price in force, VAT included. `version` goes up with each change: a quote remembers what it
    read."""

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    market = models.SlugField(max_length=50)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField(_("price, VAT included"))
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "market", "currency"], name="list_price_once"),
            models.CheckConstraint(condition=models.Q(amount_minor__gte=0), name="list_price_not_negative"),
        ]


class PriceChange(models.Model):
    """Append-only: a trigger refuses every change and deletion (price history is what reductions are proved
    by)."""

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    market = models.SlugField(max_length=50)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    version = models.PositiveIntegerField()
    since = models.DateTimeField()
    actor = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["variant", "market", "currency", "version"], name="price_change_once"
            ),
        ]


class SegmentPrice(models.Model):
    """What people of a segment pay, VAT included, while it is less than the list price. No price of everybody's: it has
    no place in the history that reductions are proved by."""

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    market = models.SlugField(max_length=50)
    currency = models.CharField(max_length=3)
    segment = models.SlugField(max_length=40, db_index=False)
    amount_minor = models.BigIntegerField()
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "market", "currency", "segment"], name="segment_price_once"),
            models.CheckConstraint(condition=models.Q(amount_minor__gte=0), name="segment_price_not_negative"),
        ]
        default_permissions = ()


class Reduction(models.Model):
    """A price that is announced as reduced, and from what: the lowest of the 30 days before it. Ends when the price
    rises (`set_prices`), or when the merchant says so."""

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    market = models.SlugField(max_length=50)
    currency = models.CharField(max_length=3)
    reference_minor = models.BigIntegerField()
    since = models.DateTimeField()
    actor = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "market", "currency"], name="reduction_once"),
            models.CheckConstraint(condition=models.Q(reference_minor__gt=0), name="reduction_from_something"),
        ]


class TaxRate(models.Model):
    """VAT in basis points (2000 = 20 %), by country of destination and category, since a date."""

    id = models.BigAutoField(primary_key=True)
    country = models.CharField(max_length=2)
    category = models.CharField(max_length=20)
    rate_bp = models.PositiveIntegerField()
    since = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "category", "since"], name="tax_rate_once"),
        ]
