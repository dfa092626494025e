"""A request's id, its line in the log and its place in the figures."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram
from structlog.contextvars import bound_contextvars

from comptoir.kit.ids import uuid7

GetResponse = Callable[[HttpRequest], HttpResponse]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
QUIET = ("/healthz", "/readyz", "/metrics")
log = structlog.get_logger("comptoir.http")
requests_total = Counter("comptoir_http_requests_total", "Answered requests", ["method", "route", "status"])
request_seconds = Histogram(
    "comptoir_http_request_seconds",
    "Time to answer, in seconds",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


class RequestIdMiddleware:
    """Gives each request `request.request_id`, times it and logs it.

    The id is the X-Request-Id that was sent along when that is a uuid, else a new one. It is in every log
    line of the request, in the answer's header, and in the journal as correlation. Figures and
    log lines go by route, never by address: an address may hold what a person typed, or the signed link that
    opens an order.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identity = _given_id(request) or uuid7()
        request.request_id = identity  # type: ignore[attr-defined]
        with bound_contextvars(request_id=str(identity)):
            started = time.perf_counter()
            response = self.get_response(request)
            _record(request, response.status_code, time.perf_counter() - started)
        response["X-Request-Id"] = str(identity)
        return response


def _record(request: HttpRequest, status: int, seconds: float) -> None:
    route = request.resolver_match.route if request.resolver_match else "none"
    method = request.method if request.method in METHODS else "other"
    requests_total.labels(method, route, status).inc()
    request_seconds.labels(method, route).observe(seconds)
    if request.path not in QUIET:
        log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


def _given_id(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.headers.get("X-Request-Id", ""))
    except ValueError:
        return None
