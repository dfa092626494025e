"""Definitions with every version that they had, who is in, and who has to be looked at when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class Segment(models.Model):
    """People of whom a rule holds. `definition` is that of `version`, see `rules/language.py`; `placed_version` the one
    by which everybody was compared. Who is in an archived one is out. A rule that was too slow for everybody
    `slow_times` in a row is tried again after `try_after`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.JSONField(_("name"))
    definition = models.JSONField(_("rule"))
    version = models.PositiveIntegerField(_("version"), default=1)
    placed_version = models.PositiveIntegerField(default=0)
    defined_at = models.DateTimeField(_("defined"))
    changed_at = models.DateTimeField(_("changed"))
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    slow_times = models.PositiveIntegerField(_("times too slow"), default=0)
    try_after = models.DateTimeField(_("tried again after"), null=True, blank=True)

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^[a-z0-9][a-z0-9_-]*$"), name="segment_code")
        ]
        default_permissions = ("view", "change", "export")

    def __str__(self) -> str:
        return self.code


class Edition(models.Model):
    """What a segment said from `since` on, and who said so; never changed."""

    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    name = models.JSONField()
    definition = models.JSONField()
    since = models.DateTimeField()
    actor = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["segment", "version"], name="segment_edition_once")]
        default_permissions = ()


class Membership(models.Model):
    """Somebody was in from `since` until `until`, or is in; why they came and left are codes of `contracts.WHYS`."""

    id = models.BigAutoField(primary_key=True)
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True)
    entered_why = models.CharField(_("came because"), max_length=12)
    left_why = models.CharField(_("left because"), max_length=12, blank=True, default="")

    class Meta:
        verbose_name = _("membership")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person_id", "segment"], condition=models.Q(until__isnull=True), name="segment_member_once"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True, left_why="")
                | (models.Q(until__gte=models.F("since")) & ~models.Q(left_why="")),
                name="segment_left_for_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["segment", "-since"], name="segment_history"),
            models.Index(fields=["person_id", "-since"], name="segment_of_person"),
        ]
        default_permissions = ("view",)


class Due(models.Model):
    """Somebody who is looked at again at `due_at`: now, because of `why`, or when a window turns. `marks` goes up with
    each mark, so that one set during a look is not lost."""

    person_id = models.UUIDField(primary_key=True)
    due_at = models.DateTimeField()
    why = models.CharField(max_length=12)
    marks = models.BigIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["due_at"], name="segment_due")]
        default_permissions = ()
