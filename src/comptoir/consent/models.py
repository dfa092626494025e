"""Each answer to each purpose, kept as its own proof and never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from comptoir.kit.ids import uuid7


class Choice(models.Model):
    """One row a purpose: `choice_id` joins the answers that were given together. `means` is where: banner, page,
    account, api. A refusal is a row too."""

    choice_id = models.UUIDField()
    subject_kind = models.CharField(max_length=20)
    subject_id = models.CharField(max_length=200)
    purpose = models.CharField(max_length=40)
    granted = models.BooleanField()
    text_version = models.CharField(max_length=40)
    means = models.CharField(max_length=20)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("subject_kind", "subject_id", "purpose", "choice_id"), name="consent_answered_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("subject_kind", "subject_id", "purpose", "-chosen_at"), name="consent_latest_first"
            ),
        )
        default_permissions = ("view",)


class Recipient(models.Model):
    """An e-mail address or a telephone number that somebody said something about. `key` is its pseudonym; an erased one
    keeps it alone, so that what was refused stays refused."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=32)
    address = models.CharField(max_length=254, blank=True)
    locale = models.CharField(max_length=5)
    storefront = models.SlugField(max_length=50)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="consent_recipient_once"),)
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.address


class Answer(models.Model):
    """What was said about one channel: `basis` is consent, similar_products (an existing customer who was told and did
    not object), or objection; `wording` the words that were read, `customer_id` who was known. An e-mail counts from
    `confirmed_at` on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    basis = models.CharField(max_length=20)
    wording = models.TextField(blank=True)
    means = models.CharField(max_length=20)
    customer_id = models.UUIDField(null=True, blank=True)
    said_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("recipient", "channel", "-said_at"), name="consent_answers"),
            models.Index(fields=("customer_id",), condition=Q(customer_id__isnull=False), name="consent_answers_of"),
        )
        default_permissions = ("view",)


class Call(models.Model):
    """A telephone call that was made to sell; `refused` when they said that they want none."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    refused = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("recipient", "-made_at"), name="consent_calls"),)
        default_permissions = ("view",)
