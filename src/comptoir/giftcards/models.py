"""Which pieces of which orders became gift cards."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SoldCard(models.Model):
    """`piece` counts from 1 within the line (`position`), blocked ones included; `account` is the stored value.
    One that was `paid_back` left while its line stays in the order: no other is made instead; `given_minor` is what
    was left on it then and went back."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveIntegerField()
    piece = models.PositiveIntegerField()
    account = models.OneToOneField("payments.StoredValue", on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    issued_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    blocked_at = models.DateTimeField(null=True)
    paid_back = models.BooleanField(default=False, db_default=False)
    given_minor = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "position", "piece"], name="sold_card_once"),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="sold_card_worth_something"),
        ]
