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
QUIET = ("/healthz", "/readyz", "/metrics")
log = structlog.get_logger("comptoir.http")
requests_total = Counter("comptoir_http_requests_total", "Answered requests", ["method", "route", "status"])
request_seconds = Histogram(
    "comptoir_http_request_seconds",
    "Time to answer, in seconds",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def request_id(get_response: GetResponse) -> GetResponse:
    """Give each request `request.request_id`, the X-Request-Id sent along when that is a uuid, else a new one.

    It is in every log line of the request, in the answer's header, and in the journal as correlation.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        identity = _given_id(request) or uuid7()
        request.request_id = identity  # type: ignore[attr-defined]
        with bound_contextvars(request_id=str(identity)):
            response = get_response(request)
        response["X-Request-Id"] = str(identity)
        return response

    return answer


def measured(get_response: GetResponse) -> GetResponse:
    """Count and time each request by its route (never by its address), and log it."""

    def answer(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = get_response(request)
        seconds = time.perf_counter() - started
        route = request.resolver_match.route if request.resolver_match else "none"
        method = request.method or "none"
        requests_total.labels(method, route, response.status_code).inc()
        request_seconds.labels(method, route).observe(seconds)
        if request.path not in QUIET:
            # No query string: it may hold what a person typed.
            log.info(
                "request",
                method=method,
                path=request.path,
                status=response.status_code,
                ms=round(seconds * 1000, 1),
            )
        return response

    return answer


def _given_id(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.headers.get("X-Request-Id", ""))
    except ValueError:
        return None
