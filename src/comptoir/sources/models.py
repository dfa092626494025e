"""Who reports events."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7
from comptoir.sources.contracts import KINDS, REGIMES


class Source(models.Model):
    """A site, an application or a program that reports to the collector with its write key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    storefront = models.CharField(max_length=50)
    market = models.CharField(max_length=50)
    legal_entity = models.CharField(max_length=50)
    # The storefront's own script reports with it: one a storefront.
    own = models.BooleanField(default=False)
    channel = models.CharField(max_length=40)
    regime = models.CharField(max_length=10)
    state = models.CharField(
        max_length=8, choices=[("active", _("active")), ("paused", _("paused"))], default="active"
    )
    origins = models.JSONField(default=list)
    plan = models.JSONField(default=dict)
    kind = models.CharField(max_length=8, default="public")
    # Of a server: the digest of its secret, which is shown once and kept nowhere.
    write_key = models.CharField(max_length=64, unique=True)
    previous_key = models.CharField(max_length=64, blank=True)
    previous_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["storefront"], condition=models.Q(own=True), name="sources_one_own"),
            models.CheckConstraint(condition=models.Q(regime__in=REGIMES), name="sources_regime_known"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="sources_kind_known"),
            models.CheckConstraint(condition=models.Q(own=False) | models.Q(kind="public"), name="sources_own_public"),
        )
        default_permissions = ("view", "change")
