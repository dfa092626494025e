"""The files of digital goods, and which orders may fetch them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from comptoir.kit.ids import uuid7


class DigitalFile(models.Model):
    """A part of what a digital good is. It is kept in the database, so that nobody reaches it but by an order, and no
    backup lacks it. A new file of the same name takes the place of the old one for everybody who bought it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["product", "name"], name="one_file_of_a_name")]


class Grant(models.Model):
    """A paid order may fetch the files of a product; how often it did is counted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+", db_index=False)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    fetched = models.PositiveIntegerField(default=0)
    last_fetched_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["order", "product"], name="granted_once")]
