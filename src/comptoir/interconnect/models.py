"""Outside systems, what they call things, what they own, what they last said, and where we disagree."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.interconnect.rules import KINDS, LINKED_KINDS
from comptoir.kit.ids import uuid7


class System(models.Model):
    """An ERP, a till, a product database. `keys` are the prefixes of its API keys; with `shares_ids` an id that is
    not linked yet is taken for ours."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    keys = models.JSONField(default=list)
    shares_ids = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["code"]
        default_permissions: ClassVar = ("view", "add", "change")

    def __str__(self) -> str:
        return self.name


class Owner(models.Model):
    """The one system that says what a field is. Without a row everybody may; `policy` says what becomes of others'."""

    class Policy(models.TextChoices):
        RECORD = "record", _("recorded as a conflict")
        REFUSE = "refuse", _("refused")

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10)
    field = models.CharField(max_length=20)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+")
    policy = models.CharField(max_length=8, choices=Policy.choices, default=Policy.RECORD)

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "field"], name="owner_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="owner_of_a_kind"),
        ]


class Link(models.Model):
    """What a system calls something of ours."""

    id = models.BigAutoField(primary_key=True)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    external_id = models.CharField(max_length=100)
    our_id = models.UUIDField()

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "kind", "external_id"], name="link_by_their_id"),
            models.UniqueConstraint(fields=["system", "kind", "our_id"], name="link_by_our_id"),
            models.CheckConstraint(condition=Q(kind__in=LINKED_KINDS), name="link_of_a_kind"),
        ]


class Said(models.Model):
    """What a system last said about a thing of ours, and at which version of its own."""

    id = models.BigAutoField(primary_key=True)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    our_key = models.CharField(max_length=80)
    version = models.BigIntegerField(null=True)
    fields = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["system", "kind", "our_key"], name="said_once")]


class Conflict(models.Model):
    """Two values for one field: ours stands until somebody decides. `reason` is not_owner (`system` wrote what it does
    not own) or changed_here (somebody of the house changed what `system` owns)."""

    class State(models.TextChoices):
        OPEN = "open", _("to be decided")
        OURS = "ours", _("ours kept")
        THEIRS = "theirs", _("theirs taken")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    our_key = models.CharField(max_length=80)
    external_id = models.CharField(max_length=210)
    field = models.CharField(max_length=20)
    ours = models.JSONField(null=True)
    theirs = models.JSONField(null=True)
    reason = models.CharField(max_length=14)
    actor = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    market = models.SlugField(max_length=50)
    raised_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-raised_at"]
        default_permissions: ClassVar = ("view", "change")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "kind", "our_key", "field"], name="conflict_open_once", condition=Q(state="open")
            )
        ]


class Report(models.Model):
    """One comparison with a system's own listing; at most 1,000 differences are kept by name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=10)
    page = models.PositiveSmallIntegerField(null=True)
    ours = models.PositiveIntegerField()
    theirs = models.PositiveIntegerField()
    same = models.PositiveIntegerField()
    different = models.PositiveIntegerField()
    differences = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at"]
        default_permissions: ClassVar = ("view",)
