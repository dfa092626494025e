from django.db import models


class IdempotencyRecord(models.Model):
    """The answer that was given to a key of one actor at one endpoint."""

    id = models.BigAutoField(primary_key=True)
    scope = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    request_hash = models.BinaryField(max_length=32)
    answer = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="idempotency_once")]
        indexes = [models.Index(fields=["recorded_at"], name="idempotency_age")]
