"""People who buy, and where they want things brought. Personal values live here and nowhere else."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from comptoir.kit.ids import uuid7


class Customer(models.Model):
    """One row per e-mail; a guest has no account."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField()
    locale = models.CharField(max_length=5, default="fr")
    account = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="customer_email_once")]

    def __str__(self) -> str:
        return self.email


class Address(models.Model):
    """Immutable: a correction is a new row, so that an order keeps the address it was promised to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    street = models.CharField(max_length=200, blank=True)
    more = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2)
    phone = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["customer", "-created_at"], name="address_of_customer")]


class Together(models.Model):
    """A record that is one person's with others, by the word of staff: `one_id` is the record that stands for all of
    them where people are counted. Who is alone has no row."""

    customer = models.OneToOneField(Customer, on_delete=models.PROTECT, primary_key=True, related_name="+")
    one_id = models.UUIDField()

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [models.Index(fields=["one_id"], name="customers_together_one")]
