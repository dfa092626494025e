"""A queue of jobs in a thread of its own, started again when its database goes away."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import partial
from typing import Any, cast

import psycopg
import structlog
from django.db import close_old_connections
from procrastinate import App, JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.worker import Worker

from comptoir.project.machine import give_way

LONGEST_PAUSE = 30.0
CONCURRENCY = 2
# Where jobs wait: mails of orders, as many as there are orders, or all others.
MAIL, DEFAULT = "mail", "default"
JOB_SECONDS = 6.0  # that a job still has when the queue is asked to stop
STALLED_SECONDS = 30.0
PATIENCE = 0.5  # seconds of a mail, of which two are made at once
AtWork = Callable[[str], AbstractContextManager[None]]
log = structlog.get_logger("comptoir.worker.queue")


def run(stop: threading.Event, name: str, at_work: AtWork) -> None:
    """Work on jobs of a queue until `stop` is set; the current jobs are finished first. Each is done inside `at_work`
    of its name, for who watches."""
    failures = 0
    while not stop.is_set():
        try:
            asyncio.run(_work(stop, name, at_work))
            failures = 0
        except Exception as trouble:
            failures += 1
            log.warning("queue worker stopped", failures=failures, error=str(trouble))
        stop.wait(min(LONGEST_PAUSE, 0.5 * 2 ** min(failures, 6)))


def connected(job: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """As around a request: the thread's connection is given up when the database dropped it. Without that a thread
    that outlives the database fails each of its jobs from then on."""
    close_old_connections()
    try:
        return job()
    finally:
        close_old_connections()


def giving_way(job: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """A mail about an order leaves the processors to orders that are being placed."""
    give_way(PATIENCE)
    return job()


def watched(at_work: AtWork, job: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    with at_work(f"job {context.job.task_name}" if context.job else "job"):
        return connected(job, context, worker)


async def _work(stop: threading.Event, name: str, at_work: AtWork) -> None:
    connector = cast(DjangoConnector, app.connector)
    worker_app = app.with_connector(connector.get_worker_connector())
    async with worker_app.open_async():
        worker_app.perform_import_paths()
        worker = Worker(
            worker_app,
            queues=[name],
            concurrency=CONCURRENCY,
            install_signal_handlers=False,
            delete_jobs=DeleteJobCondition.SUCCESSFUL,
            shutdown_graceful_timeout=JOB_SECONDS,
            task_middleware=[partial(watched, at_work), *([giving_way] if name == MAIL else [])],
        )
        working = asyncio.create_task(worker.run())
        take_up = asyncio.create_task(_take_up_stalled(worker_app, worker))
        while not stop.is_set() and not working.done():
            await asyncio.wait([working], timeout=0.5)
        if not working.done():
            working.cancel()
        take_up.cancel()
        await asyncio.wait([working, take_up])
        if not working.cancelled() and working.exception():
            raise working.exception()  # type: ignore[misc]


async def _take_up_stalled(worker_app: App, own: Worker) -> None:
    """Give back to the queue what a killed worker had begun: its heartbeat stopped. Ours may have stopped too, while
    the machine slept, and what we are doing is not begun a second time."""
    while True:
        with suppress(psycopg.Error, ConnectorException):
            for job in await worker_app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
                if job.worker_id != own.worker_id:
                    log.warning("job taken up again", task=job.task_name, job=job.id)
                    await worker_app.job_manager.retry_job(job)
            await worker_app.job_manager.prune_stalled_workers(STALLED_SECONDS)
        await asyncio.sleep(STALLED_SECONDS)
