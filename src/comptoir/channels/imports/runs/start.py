"""A kept file is tried, or imported, by the worker."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from comptoir.channels.imports.errors import ImportBusy, ImportGone
from comptoir.channels.imports.models import ImportRun

TASK = "imports.run"


def is_under_way(run_id: UUID) -> bool:
    """Waiting for the worker or with it. What the queue knows nothing of any more is not, whatever the run says."""
    return (
        ImportRun.objects.filter(pk=run_id, state__in=(ImportRun.State.WAITING, ImportRun.State.RUNNING)).exists()
        and ProcrastinateJob.objects.filter(
            task_name=TASK, args__run_id=str(run_id), status__in=("todo", "doing")
        ).exists()
    )  # fmt: skip


def start_run(
    run_id: UUID,
    *,
    dry_run: bool,
    columns: Sequence[str],
    language: str,
    place: UUID,
    default_quantity: int | None,
    with_stock: bool,
    hidden: bool,
) -> None:
    """Hand the file to the worker; without `with_stock` no level is touched, new products that are `hidden` are not on
    sale before a person publishes them. Refuses ImportBusy while it is under way,
    and ImportGone when it was imported and is no longer kept."""
    with transaction.atomic(durable=True):
        run = ImportRun.objects.select_for_update().filter(pk=run_id).first()
        if run is None or run.content is None:
            raise ImportGone()
        if is_under_way(run_id):
            raise ImportBusy()
        run.dry_run, run.columns, run.language = dry_run, list(columns), language
        run.place_id, run.default_quantity, run.with_stock = place, default_quantity, with_stock
        run.hidden = hidden
        run.state, run.read, run.sums, run.report = ImportRun.State.WAITING, 0, {}, None
        run.finished_at = None
        run.save()
        app.configure_task(name=TASK).defer(run_id=str(run_id))
