"""Money by double entry: each row takes from one account and gives to another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Transfer(models.Model):
    """Append-only (a trigger refuses change and removal). Balanced by construction: one amount, two accounts."""

    id = models.BigAutoField(primary_key=True)
    legal_entity = models.CharField(max_length=50)
    day = models.DateField()
    debit = models.CharField(max_length=40)
    credit = models.CharField(max_length=40)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=16)
    subject_kind = models.CharField(max_length=16)
    subject_id = models.UUIDField()
    cause_id = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="transfer_of_something"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_between_two"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_id"], name="transfer_of_subject"),
            models.Index(fields=["day"], name="transfer_by_day"),
        ]


class DayBook(models.Model):
    """A view: what an account took in and gave out on a day."""

    id = models.CharField(max_length=200, primary_key=True)
    day = models.DateField()
    legal_entity = models.CharField(max_length=50)
    account = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    debit_minor = models.BigIntegerField()
    credit_minor = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "ledger_book"
