"""What is known of people. Personal values of the stream live here and in `customers`, nowhere else."""

from __future__ import annotations

from django.db import models


class Heard(models.Model):
    """A personal value that was taken out of an event on entry: a trait, or an identifier in clear.

    `kind` is `trait` or `identifier`, `name` the trait's name or the identifier's kind (email, phone, user).
    """

    event_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=100)
    value = models.JSONField()
    heard_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event_id", "kind", "name"), name="profiles_heard_once"),)
        default_permissions = ()
