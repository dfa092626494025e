"""The job queue's worker in a thread of its own, started again when its database goes away."""

import asyncio
import threading
from typing import cast

import structlog
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

LONGEST_PAUSE = 30.0
CONCURRENCY = 2
log = structlog.get_logger("comptoir.worker.queue")


def run(stop: threading.Event) -> None:
    """Work on jobs until `stop` is set; the current jobs are finished first."""
    failures = 0
    while not stop.is_set():
        try:
            asyncio.run(_work(stop))
            failures = 0
        except Exception as trouble:
            failures += 1
            log.warning("queue worker stopped", failures=failures, error=str(trouble))
        stop.wait(min(LONGEST_PAUSE, 0.5 * 2 ** min(failures, 6)))


async def _work(stop: threading.Event) -> None:
    connector = cast(DjangoConnector, app.connector)
    worker_app = app.with_connector(connector.get_worker_connector())
    async with worker_app.open_async():
        working = asyncio.create_task(
            worker_app.run_worker_async(
                concurrency=CONCURRENCY,
                install_signal_handlers=False,
                delete_jobs="successful",
                shutdown_graceful_timeout=10,
            )
        )
        while not stop.is_set() and not working.done():
            await asyncio.wait([working], timeout=0.5)
        if not working.done():
            working.cancel()
        await asyncio.wait([working])
        if not working.cancelled() and working.exception():
            raise working.exception()  # type: ignore[misc]
