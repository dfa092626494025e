"""Who is told outside, what they are told, and each try."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class WebhookEndpoint(models.Model):
    """An address outside. Its secret is not kept: it is derived from the installation's key and `secret_number`;
    the one before stays valid until `previous_until`."""

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        OFF = "off", _("switched off")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=2000)
    patterns = models.JSONField(default=list)
    storefront = models.CharField(max_length=50, blank=True)
    legal_entity = models.CharField(max_length=50, blank=True)
    contact = models.EmailField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    off_reason = models.CharField(max_length=20, blank=True)
    secret_number = models.PositiveIntegerField(default=1)
    previous_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    quiet_until = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "journal_webhook_endpoint"
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One event for one endpoint, with the body that is sent each time. `event_id` is the webhook-id."""

    class State(models.TextChoices):
        PENDING = "pending", _("to be delivered")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("given up")

    id = models.BigAutoField(primary_key=True)
    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.PROTECT, related_name="+")
    event_id = models.UUIDField()
    type = models.CharField(max_length=80)
    subject_kind = models.TextField()
    subject_id = models.TextField()
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_status = models.PositiveIntegerField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "journal_webhook_delivery"
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["endpoint", "event_id"], name="webhook_event_once")]
        indexes = [
            models.Index(fields=["endpoint", "id"], name="webhook_pending", condition=Q(state="pending")),
            models.Index(
                fields=["endpoint", "subject_kind", "subject_id", "id"],
                name="webhook_subject_pending",
                condition=Q(state="pending"),
            ),
            models.Index(fields=["created_at"], name="webhook_age"),
        ]


class WebhookAttempt(models.Model):
    """A try: what was answered, `milliseconds` later. `status` is empty when no answer came."""

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveIntegerField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    request = models.JSONField(default=dict)
    response = models.TextField(blank=True)

    class Meta:
        db_table = "journal_webhook_attempt"
        default_permissions = ()
