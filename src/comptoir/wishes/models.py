"""Who waits for what, what people would like, and lists that were shared."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from comptoir.kit.ids import uuid7


class StockRequest(models.Model):
    """One message, when a variant is back. The address lives here and goes when the message has left."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(blank=True)
    customer_id = models.UUIDField(null=True, blank=True)
    market = models.SlugField(max_length=50)
    storefront = models.SlugField(max_length=50)
    locale = models.CharField(max_length=5)
    token = models.CharField(max_length=43, unique=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["variant", "market", "email"], condition=Q(answered_at__isnull=True), name="stock_request_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["variant", "asked_at"], condition=Q(answered_at__isnull=True), name="stock_request_waiting"
            ),
            models.Index(fields=["email"], condition=~Q(email=""), name="stock_request_of"),
        ]


class Wish(models.Model):
    """A variant on the list of a known person."""

    id = models.BigAutoField(primary_key=True)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+", db_index=False)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["customer", "variant"], name="wish_once")]


class SharedWishes(models.Model):
    """What a list held when its link was given away; it names nobody."""

    token = models.CharField(max_length=43, primary_key=True)
    market = models.SlugField(max_length=50)
    storefront = models.SlugField(max_length=50)
    variants = models.JSONField()
    shared_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
