"""What `/metrics` reads from the database at each scrape: what waits, what failed, what was sold, who is connected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from comptoir.journal import facade as journal
from comptoir.kit import sql
from comptoir.payments import facade as payments
from comptoir.project import figures, heartbeat
from comptoir.project.consumers import CONSUMERS

Metric = GaugeMetricFamily | CounterMetricFamily
WHOSE = ["consumer", "lane"]
JOBS = """
SELECT count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()),
       count(*) FILTER (WHERE status = 'doing'), count(*) FILTER (WHERE status = 'failed')
FROM procrastinate_jobs
"""
CONNECTIONS = """
SELECT coalesce(state, 'unknown'), count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'comptoir' GROUP BY 1
"""
MOST_CONNECTIONS = "SELECT current_setting('max_connections')::int"


class BacklogCollector(Collector):
    def collect(self) -> Iterator[Metric]:
        yield from _journal()
        yield from _sold()
        yield from _queues()
        yield from _connections()
        yield _hung()


def _journal() -> Iterator[Metric]:
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
    yield from (lag, behind, dead, blocked)


def _sold() -> Iterator[Metric]:
    orders = CounterMetricFamily("comptoir_orders", "Orders by what happened to them", labels=["event", "channel"])
    money = CounterMetricFamily("comptoir_payments", "Payments by means and outcome", labels=["tender", "outcome"])
    for name, label, count in figures.counts():
        thing, _, what = name.partition(" ")
        if thing == "Order":
            orders.add_metric([what.lower(), label], count)
        else:
            money.add_metric([label, what.lower()], count)
    yield from (orders, money)


def _queues() -> Iterator[Metric]:
    waiting = GaugeMetricFamily("comptoir_payments_waiting", "Payment requests that wait for the worker")
    waiting.add_metric([], payments.queue_length())
    jobs = GaugeMetricFamily("comptoir_jobs", "Jobs of the queue", labels=["state"])
    for state, count in zip(("due", "doing", "failed"), sql.row(JOBS) or (0, 0, 0), strict=True):
        jobs.add_metric([state], count)
    queue = journal.webhook_queue()
    webhooks = GaugeMetricFamily("comptoir_webhooks", "Webhooks that are not delivered", labels=["state"])
    webhooks.add_metric(["pending"], queue.pending)
    webhooks.add_metric(["failed"], queue.failed)
    oldest = GaugeMetricFamily("comptoir_webhooks_oldest_seconds", "Age of the oldest webhook that waits")
    oldest.add_metric([], queue.seconds)
    endpoints = GaugeMetricFamily("comptoir_webhook_endpoints", "Endpoints by state", labels=["state"])
    for state in ("active", "paused", "off"):
        endpoints.add_metric([state], queue.endpoints.get(state, 0))
    yield from (waiting, jobs, webhooks, oldest, endpoints)


def _connections() -> Iterator[Metric]:
    found = GaugeMetricFamily("comptoir_database_connections", "Our connections by state", labels=["state"])
    for state, count in sql.rows(CONNECTIONS):
        found.add_metric([state], count)
    most = GaugeMetricFamily("comptoir_database_connections_max", "Connections that the server allows to all")
    most.add_metric([], (sql.row(MOST_CONNECTIONS) or (0,))[0])
    yield from (found, most)


def _hung() -> Metric:
    hung = CounterMetricFamily("comptoir_processes_hung", "Processes that hung and were killed", labels=["role"])
    for role, count in Counter(role for role, _what in heartbeat.noted(Path(settings.HOME))).items():
        hung.add_metric([role], count)
    return hung
