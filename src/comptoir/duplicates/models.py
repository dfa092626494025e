"""Records of customers that look alike, and what people said of them. Nothing here says what is in a record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7

RUNNING = ("waiting", "reading", "comparing", "writing")


class Duplicate(models.Model):
    """Two customers; `a` is the smaller id, so a pair stands once. What was decided stays, whatever is found later.
    `by_hand`: no search found them, somebody linked them; taken back, it goes with the next search."""

    class State(models.TextChoices):
        OPEN = "open", _("to be decided")
        SAME = "same", _("the same person")
        DIFFERENT = "different", _("not the same")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    a = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+", db_index=False)
    b = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    weight = models.FloatField()
    evidence = models.JSONField()
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    by_hand = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("a", "b"), name="duplicates_pair_once"),
            models.CheckConstraint(condition=models.Q(a__lt=models.F("b")), name="duplicates_one_way"),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at=None)
                | ~models.Q(state="open") & ~models.Q(decided_at=None),
                name="duplicates_decided",
            ),
        )
        indexes = (models.Index(fields=["state", "-weight", "id"], name="duplicates_likeliest"),)
        default_permissions = ()


class Search(models.Model):
    """One look through all records: once a day, and when somebody of the staff asks."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the worker")
        READING = "reading", _("reads the records")
        COMPARING = "comparing", _("compares them")
        WRITING = "writing", _("writes down what was found")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    moved_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    records = models.IntegerField(default=0)
    found = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(state__in=RUNNING), name="duplicates_one_search"
            ),
        )
        indexes = (models.Index(fields=["-asked_at"], name="duplicates_latest_search"),)
        default_permissions = ()
