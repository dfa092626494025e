"""Each answer to each purpose, kept as its own proof and never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Choice(models.Model):
    """One row a purpose: `choice_id` joins the answers that were given together. `means` is where: banner, page,
    account, api, sdk. A refusal is a row too. What events of a source repeat (`sdk`) is one row an answer."""

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
            models.UniqueConstraint(
                fields=("subject_kind", "subject_id", "purpose", "granted"),
                condition=Q(means="sdk"),
                name="consent_heard_once",
            ),
        )
        indexes = (
            models.Index(
                fields=("subject_kind", "subject_id", "purpose", "-chosen_at"), name="consent_latest_first"
            ),
        )
        default_permissions = ("view",)
