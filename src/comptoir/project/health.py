"""What a machine asks: is the process alive, can it serve, how is it doing."""

import hmac
import os

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.registry import REGISTRY

from comptoir.project import schema
from comptoir.project.backlog import BacklogCollector


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
    """Prometheus' text form, summed over the processes of this web server.

    For who has METRICS_TOKEN; without one, for this machine alone: what a proxy passes on is from elsewhere.
    """
    if not _may_measure(request):
        return HttpResponse("not for you\n", status=403, content_type="text/plain")
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    own = CollectorRegistry()
    own.register(BacklogCollector())
    return HttpResponse(generate_latest(registry) + generate_latest(own), content_type=CONTENT_TYPE_LATEST)


def _may_measure(request: HttpRequest) -> bool:
    if token := settings.METRICS_TOKEN:
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    near = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")
    return near and not {"X-Forwarded-For", "Forwarded"} & set(request.headers)
