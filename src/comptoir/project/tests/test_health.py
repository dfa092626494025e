"""What machines ask, and the id that a request carries."""

import json
import uuid
from types import SimpleNamespace
from typing import Any

import pytest
import structlog
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from prometheus_client.registry import REGISTRY

from comptoir.channels.backoffice.tests import people
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Allocation
from comptoir.inventory.errors import SoldOut
from comptoir.journal import facade as journal
from comptoir.kit import clock
from comptoir.project import checks, figures, health, schema
from comptoir.project.middleware import RequestIdMiddleware


def test_a_request_keeps_the_id_that_it_came_with() -> None:
    given = str(uuid.uuid4())
    seen = {}

    def view(request: HttpRequest) -> HttpResponse:
        seen["request"] = request.request_id  # type: ignore[attr-defined]
        seen["log"] = structlog.contextvars.get_contextvars()["request_id"]
        return HttpResponse()

    response = RequestIdMiddleware(view)(RequestFactory().get("/", headers={"X-Request-Id": given}))
    assert response["X-Request-Id"] == given == str(seen["request"]) == seen["log"]
    assert structlog.contextvars.get_contextvars() == {}


def test_an_id_that_is_no_uuid_is_replaced() -> None:
    request = RequestFactory().get("/", headers={"X-Request-Id": "'; DROP TABLE orders"})
    response = RequestIdMiddleware(lambda request: HttpResponse())(request)
    assert uuid.UUID(response["X-Request-Id"])


def test_a_migrated_database_is_ready(database: str) -> None:
    assert health.readyz(RequestFactory().get("/readyz")).status_code == 200


def test_a_database_without_a_migration_is_not_ready(database: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'catalog'")
    response = health.readyz(RequestFactory().get("/readyz"))
    assert response.status_code == 503
    assert json.loads(response.content)["reason"] == "migrations_pending"
    assert {app for app, _ in schema.pending()} == {"catalog"}


def test_figures_name_the_backlog(database: str) -> None:
    text = health.metrics(RequestFactory().get("/metrics")).content.decode()
    assert "comptoir_payments_waiting 0.0" in text
    assert "comptoir_journal_lag_seconds" in text


def test_figures_count_what_was_sold_and_how_it_was_paid(world: SimpleNamespace) -> None:
    people.place()
    people.place("tok_refused")
    for _ in range(3):
        journal.deliver_round(figures.FIGURES, now=clock.now())
    text = health.metrics(RequestFactory().get("/metrics")).content.decode()
    assert 'comptoir_orders_total{channel="web",event="placed"} 2.0' in text
    assert 'comptoir_orders_total{channel="web",event="confirmed"} 1.0' in text
    assert 'comptoir_payments_total{outcome="received",tender="test_card"} 1.0' in text
    assert 'comptoir_payments_total{outcome="refused",tender="test_card"} 1.0' in text
    assert 'comptoir_jobs{state="failed"} 0.0' in text and 'comptoir_database_connections{state="active"}' in text
    before = figures.counts()
    figures.rebuild()
    assert figures.counts() == []
    while journal.deliver_round(figures.FIGURES, now=clock.now()):
        pass
    assert figures.counts() == before


def test_an_order_that_stock_refuses_is_counted(world: SimpleNamespace) -> None:
    def refused() -> float:
        return REGISTRY.get_sample_value("comptoir_stock_refusals_total") or 0.0

    before = refused()
    line = Allocation(variant_id=world.variants["BOOK"], location_id=world.shop.id, quantity=99)
    with pytest.raises(SoldOut), transaction.atomic():
        inventory.reserve(
            uuid.uuid4(), [line], expires_at=clock.now(), origin=world.context.origin(), now=clock.now()
        )
    assert refused() == before + 1


def test_what_follows_the_last_migration_is_made_up_for_when_it_was_cut_off(database: str, monkeypatch) -> None:
    """Killed between the last migration and the permissions: nothing is pending, and the next start makes them."""
    schema.bring_up_to_date()  # the mark is of this database
    call_command("migrate", "customers", "0004", verbosity=0)
    permission = Permission.objects.get(codename="view_foreseen")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM auth_group_permissions WHERE permission_id = %s", [permission.pk])
    permission.delete()

    def killed(*_args: Any, **_given: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(migrate, "emit_post_migrate_signal", killed)
        schema.bring_up_to_date()
    assert schema.pending() == [] and not Permission.objects.filter(codename="view_foreseen").exists()
    assert not schema.is_up_to_date() and schema.bring_up_to_date() == 0
    assert Permission.objects.filter(codename="view_foreseen").exists() and schema.is_up_to_date()


def test_figures_are_for_this_machine_or_for_who_has_the_token(database: str, settings: Any) -> None:
    def status(**given: Any) -> int:
        return health.metrics(RequestFactory().get("/metrics", **given)).status_code

    assert status() == 200 and status(headers={"X-Forwarded-For": "203.0.113.7"}) == 403
    assert status(REMOTE_ADDR="10.0.0.5") == 403
    settings.METRICS_TOKEN = "secret"
    assert status() == 403 and status(headers={"Authorization": "Bearer wrong"}) == 403
    assert status(headers={"Authorization": "Bearer secret"}, REMOTE_ADDR="10.0.0.5") == 200


def test_doctor_finds_nothing_wrong_with_a_fresh_database_and_sees_a_failed_job(database: str) -> None:
    assert [check.name for check in checks.all_checks() if not check.ok] == []
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('default', 'a.task', '{}', 'failed')"
        )
    assert [check.name for check in checks.all_checks() if not check.ok] == ["jobs_failed"]
