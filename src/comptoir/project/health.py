"""What a machine asks: is the process alive, can it serve, how is it doing."""

import os
from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import REGISTRY, Collector

from comptoir.journal import facade as journal
from comptoir.payments import facade as payments
from comptoir.project import schema
from comptoir.project.consumers import CONSUMERS

WHOSE = ["consumer", "lane"]


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has every migration; else 503 with what is missing."""
    try:
        missing = len(schema.pending())
    except DatabaseError:
        connection.close()
        return JsonResponse({"ready": False, "reason": "database_unreachable"}, status=503)
    if missing:
        return JsonResponse({"ready": False, "reason": "migrations_pending", "count": missing}, status=503)
    return JsonResponse({"ready": True})


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text form, summed over the processes of this web server."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    own = CollectorRegistry()
    own.register(BacklogCollector())
    return HttpResponse(generate_latest(registry) + generate_latest(own), content_type=CONTENT_TYPE_LATEST)


class BacklogCollector(Collector):
    """What waits: rows of the journal for their listeners, with what holds them back, and payments."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        lag = GaugeMetricFamily("comptoir_journal_lag_seconds", "Age of the oldest unread row", labels=WHOSE)
        behind = GaugeMetricFamily("comptoir_journal_behind_rows", "Unread rows", labels=WHOSE)
        dead = GaugeMetricFamily("comptoir_journal_dead_letters", "Events that failed", labels=WHOSE)
        for each in journal.lag(CONSUMERS):
            whose = [each.consumer, each.lane]
            lag.add_metric(whose, each.seconds)
            behind.add_metric(whose, each.rows)
            dead.add_metric(whose, each.dead)
        blocked = GaugeMetricFamily(
            "comptoir_journal_blocker_seconds",
            "Age of the oldest writing transaction, behind which nothing is delivered",
            labels=["pid", "application"],
        )
        blocker = journal.blocker()
        if blocker:
            blocked.add_metric([str(blocker.pid), blocker.application], blocker.seconds)
        waiting = GaugeMetricFamily("comptoir_payments_waiting", "Payment requests that wait for the worker")
        waiting.add_metric([], payments.queue_length())
        yield from (lag, behind, dead, blocked, waiting)
