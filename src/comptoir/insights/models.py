"""Who was forgotten, so that an event that is still under way does not bring them back into the lake."""

from __future__ import annotations

from django.db import models


class Forgotten(models.Model):
    """`key` is the pseudonym of an identifier; its events of before `at` stay out of the lake."""

    key = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()


class Foreseen(models.Model):
    """What the models said of a market, on its latest day; `told` is a contract as JSON. `counting` says which records
    were counted as one person then."""

    market = models.CharField(max_length=50, primary_key=True)
    made_on = models.DateField()
    counting = models.CharField(max_length=32, blank=True)
    told = models.JSONField()

    class Meta:
        default_permissions = ("view",)


class Worth(models.Model):
    """What is foreseen of one buyer in a market: probabilities, orders and minor units of the market's currency."""

    market = models.CharField(max_length=50)
    customer_id = models.UUIDField()
    alive = models.FloatField()
    next_on = models.DateField()
    orders = models.FloatField()
    value_minor = models.BigIntegerField()
    persona = models.SmallIntegerField()

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("market", "customer_id"), name="insights_worth_once"),)
        indexes = (models.Index(fields=["market", "-value_minor"], name="insights_worth_most"),)
