"""What the worker does for files."""

from __future__ import annotations

from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from comptoir.channels.imports.runs.work import give_up_run, work_run
from comptoir.kit import clock

AGAIN = 3


@app.task(name="imports.run", retry=RetryStrategy(max_attempts=AGAIN, wait=5), pass_context=True)
def import_file(context: JobContext, run_id: str) -> None:
    """The queue counts what failed and what a worker died with: neither goes on for ever."""
    attempts = context.job.attempts
    if attempts > AGAIN:
        give_up_run(UUID(run_id), clock.now())
        return
    try:
        work_run(UUID(run_id), clock.now())
    except Exception:
        if attempts == AGAIN:
            give_up_run(UUID(run_id), clock.now())
        raise
