"""Files of everything that is sold, for channels that read them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class Feed(models.Model):
    """`name` is the file's name in its address: with a secret in it, unless the feed is public."""

    class Kind(models.TextChoices):
        GOOGLE = "google", _("Google Merchant Center")
        META = "meta", _("Meta catalogue")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("channel"), max_length=10, choices=Kind.choices)
    market = models.CharField(_("market"), max_length=50)
    locale = models.CharField(_("language"), max_length=2)
    name = models.CharField(max_length=140, unique=True)
    is_public = models.BooleanField(_("public"), default=False)
    opened_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    products = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    problem_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "market", "locale"], name="feed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.market} {self.locale}"
