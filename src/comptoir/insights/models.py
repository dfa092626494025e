"""Who was forgotten, so that an event that is still under way does not bring them back into the lake."""

from __future__ import annotations

from django.db import models


class Forgotten(models.Model):
    """`key` is the pseudonym of an identifier; its events of before `at` stay out of the lake."""

    key = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
