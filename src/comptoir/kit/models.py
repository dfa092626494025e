from django.db import models


class IdempotencyRecord(models.Model):
    """What a command answered to a key of one actor at one endpoint, and what was said of it outside: sealed, so that
    neither secrets nor persons can be read here. `key` is a digest."""

    id = models.BigAutoField(primary_key=True)
    scope = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    request_hash = models.BinaryField(max_length=32)
    answer = models.JSONField()
    said = models.BinaryField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="idempotency_once")]
        indexes = [models.Index(fields=["recorded_at"], name="idempotency_age")]


class Brake(models.Model):
    """How often one key was tried at one brake, until when it counts."""

    pk = models.CompositePrimaryKey("name", "key")
    name = models.TextField()
    key = models.BinaryField(max_length=32)
    until = models.DateTimeField(db_index=True)
    tries = models.IntegerField()

    class Meta:
        db_table = "kit_brake"
        default_permissions = ()
