"""Files that were given to be imported, and what became of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class ImportRun(models.Model):
    """One file. `content` is packed (gzip), and gone when the run is done; `columns` is what each column means by a
    person's word; `report` is packed too. `read` of `size` bytes are handled."""

    class State(models.TextChoices):
        KEPT = "kept", _("to be looked at")
        WAITING = "waiting", _("waits for the worker")
        RUNNING = "running", _("under way")
        DONE = "done", _("done")
        FAILED = "failed", _("could not be read")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    file_format = models.CharField(max_length=10)
    columns = models.JSONField(default=list)
    language = models.CharField(max_length=2, blank=True)
    default_quantity = models.PositiveIntegerField(null=True, blank=True)
    place_id = models.UUIDField(null=True, blank=True)
    market = models.SlugField(max_length=50)
    with_stock = models.BooleanField(default=True)
    dry_run = models.BooleanField(default=True)
    hidden = models.BooleanField(default=False, db_default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.KEPT)
    content = models.BinaryField(null=True, blank=True)
    size = models.BigIntegerField(default=0)
    read = models.BigIntegerField(default=0)
    sums = models.JSONField(default=dict)
    report = models.BinaryField(null=True, blank=True)
    actor = models.CharField(max_length=80)
    given_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-given_at"], name="import_run_latest")]

    def __str__(self) -> str:
        return self.name
