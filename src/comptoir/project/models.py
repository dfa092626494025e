"""What only the whole house can count."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Figure(models.Model):
    """A projection of the journal: how often a word was said, payments by their means. Never goes down."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    label = models.CharField(max_length=40, blank=True)
    count = models.BigIntegerField(default=0)

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "label"], name="figure_once")]
