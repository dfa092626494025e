"""Invoices and credit notes as they were issued, the counters of their numbers, and their forms."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class Counter(models.Model):
    """The last number of a series. Its row is locked until the document that took the next one is committed."""

    id = models.BigAutoField(primary_key=True)
    legal_entity = models.SlugField(max_length=50)
    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField()
    last_date = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["legal_entity", "kind"], name="invoicing_counter_once"),
        ]


class Document(models.Model):
    """Append-only (a trigger refuses the rest): a mistake is corrected by a credit note. Minor units of `currency`;
    those of a credit note are positive too. `lines` and `vat` are those of `contracts`."""

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        CREDIT_NOTE = "credit_note", _("credit note")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    legal_entity = models.SlugField(max_length=50)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=20)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    supplied_on = models.DateField(null=True, blank=True)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    order_number = models.CharField(max_length=12)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    storefront = models.SlugField(max_length=50)
    market = models.SlugField(max_length=50)
    locale = models.CharField(max_length=5)
    currency = models.CharField(max_length=3)
    seller = models.JSONField()
    buyer = models.JSONField()
    buyer_folded = models.CharField(max_length=320)
    lines = models.JSONField()
    vat = models.JSONField()
    corrects = models.JSONField(default=list)
    net_minor = models.BigIntegerField()
    vat_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    prepaid_minor = models.BigIntegerField()
    due_minor = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["-issued_on", "-sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["legal_entity", "kind", "year", "sequence"], name="invoicing_number_once"
            ),
            models.UniqueConstraint(fields=["legal_entity", "number"], name="invoicing_name_once"),
            models.CheckConstraint(condition=Q(sequence__gt=0), name="invoicing_number_from_one"),
            models.CheckConstraint(
                condition=Q(total_minor=F("net_minor") + F("vat_minor")), name="invoicing_total_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(due_minor=F("total_minor") - F("prepaid_minor")), name="invoicing_due_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(net_minor__gte=0, vat_minor__gte=0, prepaid_minor__gte=0, due_minor__gte=0),
                name="invoicing_not_negative",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["order"], name="invoicing_of_order"),
            models.Index(fields=["customer", "-issued_on"], name="invoicing_of_customer"),
            models.Index(fields=["legal_entity", "issued_on"], name="invoicing_by_date"),
        ]

    def __str__(self) -> str:
        return self.number


class BuyerCompany(models.Model):
    """For whom an order is invoiced, where that is a company. One per order."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    vat_number = models.CharField(max_length=20, blank=True)
    siren = models.CharField(max_length=9, blank=True)
    named_at = models.DateTimeField()


class ElectronicForm(models.Model):
    """The XML and what the checks said of it. Made from the document, so it may be thrown away and made again."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="electronic", primary_key=True)
    xml = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    valid = models.BooleanField()
    findings = models.JSONField(default=list)
    checked_at = models.DateTimeField()


class PrintedForm(models.Model):
    """The PDF in one language, with the XML inside. Made from the document, like the XML."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="printed")
    locale = models.CharField(max_length=5)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "locale"], name="invoicing_printed_once"),
        ]
