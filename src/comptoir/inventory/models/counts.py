"""Counting what is there: two people, who do not see each other's figures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class Count(models.Model):
    """A count of a place, a section of it or a list. `first` and `second` are the actors who count; each is
    done at their time, then the figures are compared."""

    class State(models.TextChoices):
        OPEN = "open", _("being counted")
        COMPARED = "compared", _("to be decided")
        APPROVED = "approved", _("approved")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    location = models.ForeignKey("org.Location", on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    first = models.CharField(max_length=80, blank=True)
    second = models.CharField(max_length=80, blank=True)
    first_done_at = models.DateTimeField(null=True, blank=True)
    second_done_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    ended_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(second="") | ~Q(first=models.F("second")), name="count_by_two_people"
            ),
        ]


class CountLine(models.Model):
    """One variant of a count. `difference` is what has to be booked: pieces found less what the books said at
    the moment of counting; empty while the figures differ."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    count = models.ForeignKey(Count, on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    difference = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["count", "variant"], name="count_line_once"),
        ]


class CountEntry(models.Model):
    """What one of the `turn`s (1 and 2 the two counters, 3 counted again, 4 decided) found, and what the books
    said then."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.ForeignKey(CountLine, on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField()
    actor = models.CharField(max_length=80)
    pieces = models.PositiveIntegerField()
    on_hand = models.IntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "turn"], name="count_entry_once"),
            models.CheckConstraint(condition=Q(turn__gte=1, turn__lte=4), name="count_entry_turn"),
        ]
