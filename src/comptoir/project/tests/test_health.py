"""What machines ask, and the id that a request carries."""

import json
import uuid

import structlog
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from comptoir.project import checks, health, schema
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


def test_doctor_finds_nothing_wrong_with_a_fresh_database_and_sees_a_failed_job(database: str) -> None:
    assert [check.name for check in checks.all_checks() if not check.ok] == []
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('default', 'a.task', '{}', 'failed')"
        )
    assert [check.name for check in checks.all_checks() if not check.ok] == ["jobs_failed"]
