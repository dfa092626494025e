"""What the worker does for files."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comptoir.channels.imports.runs.work import work_run
from comptoir.kit import clock


@app.task(name="imports.run", retry=RetryStrategy(max_attempts=3, wait=5))
def import_file(run_id: str) -> None:
    work_run(UUID(run_id), clock.now())
