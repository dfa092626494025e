"""Tables of the journal. Reading and writing them is hand-written SQL; the models give them to migrations,
and the journal itself to the back office's lists."""

from __future__ import annotations

from typing import Any

from django.db import models

from comptoir.journal.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint

__all__ = [
    "Cursor",
    "DeadLetter",
    "Generation",
    "JournalEvent",
    "Parked",
    "Subject",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
]


class Xid8Field(models.BigIntegerField):  # type: ignore[type-arg]  # takes none at run time
    """PostgreSQL's 64-bit transaction id, which has no cast to or from a number but through text."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)

    def get_db_prep_value(self, value: int | None, connection: Any, prepared: bool = False) -> str | None:
        return None if value is None else str(value)


class JournalEvent(models.Model):
    """A row of the stream, partitioned by lane and month: made and changed by RunSQL only."""

    position = models.BigIntegerField(primary_key=True)
    generation = models.IntegerField()
    txid = Xid8Field()
    event_id = models.UUIDField()
    name = models.TextField()
    version = models.IntegerField()
    lane = models.TextField()
    legal_basis = models.TextField()
    source = models.TextField()
    channel = models.TextField()
    market = models.TextField(null=True)
    legal_entity = models.TextField(null=True)
    storefront = models.TextField(null=True)
    subject_kind = models.TextField()
    subject_id = models.TextField()
    subject_version = models.BigIntegerField()
    person_key = models.TextField(null=True)
    visitor = models.TextField(null=True)
    actor = models.TextField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    correlation = models.UUIDField()
    causation = models.UUIDField(null=True)
    payload = models.JSONField()

    class Meta:
        managed = False
        db_table = "journal_event"
        default_permissions = ("view",)


class Subject(models.Model):
    """The version of the last event of a subject, unpartitioned. Lanes are counted apart: each has its cursor
    and its retention."""

    pk = models.CompositePrimaryKey("lane", "kind", "identity")
    lane = models.TextField()
    kind = models.TextField()
    identity = models.TextField(db_column="id")
    version = models.BigIntegerField()

    class Meta:
        db_table = "journal_subject"
        default_permissions = ()


class Generation(models.Model):
    """One row: the number of times that transaction ids have started anew (a dump restored elsewhere)."""

    single = models.BooleanField(primary_key=True, default=True)
    number = models.IntegerField()

    class Meta:
        db_table = "journal_generation"
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(single=True), name="journal_one_generation")]


class Cursor(models.Model):
    """The last row that a consumer has passed in a lane."""

    pk = models.CompositePrimaryKey("consumer", "lane")
    consumer = models.TextField()
    lane = models.TextField()
    generation = models.IntegerField()
    txid = models.BigIntegerField()
    position = models.BigIntegerField()

    class Meta:
        db_table = "journal_cursor"
        default_permissions = ()


class Parked(models.Model):
    """An event that waits for its turn at one consumer: its subject has a failure or a gap before it."""

    pk = models.CompositePrimaryKey("consumer", "generation", "txid", "position")
    consumer = models.TextField()
    generation = models.IntegerField()
    txid = models.BigIntegerField()
    position = models.BigIntegerField()
    lane = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.TextField()
    subject_version = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "journal_parked"
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["consumer", "lane", "subject_kind", "subject_id", "subject_version"],
                name="journal_parked_in_order",
            )
        ]


class DeadLetter(models.Model):
    """An event that a consumer failed to handle. `retry_at` is empty when only a person can go on."""

    id = models.BigAutoField(primary_key=True)
    consumer = models.TextField()
    lane = models.TextField()
    generation = models.IntegerField()
    txid = models.BigIntegerField()
    position = models.BigIntegerField()
    event_id = models.UUIDField()
    name = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.TextField()
    attempts = models.IntegerField()
    error = models.TextField()
    traceback = models.TextField()
    first_failed_at = models.DateTimeField()
    last_failed_at = models.DateTimeField()
    retry_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "journal_dead_letter"
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["consumer", "generation", "txid", "position"], name="journal_one_letter_per_event"
            )
        ]
