"""A request's id, its line in the log and its place in the figures."""

import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram
from structlog.contextvars import bound_contextvars

from comptoir.kit.ids import uuid7
from comptoir.project import logs

GetResponse = Callable[[HttpRequest], HttpResponse]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
QUIET = ("healthz", "readyz", "metrics")  # routes
requests_total = Counter("comptoir_http_requests_total", "Answered requests", ["method", "route", "status"])
from_memory_total = Counter(
    "comptoir_http_from_memory_total", "Those of them that were answered from the memory of pages", ["route", "status"]
)
request_seconds = Histogram(
    "comptoir_http_request_seconds",
    "Time to answer, in seconds, what came from the memory of pages left out",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
# Children of the two by their labels: to find one anew costs as much as to count.
_figures: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
_from_memory: dict[tuple[str, int], tuple[Counter, Counter]] = {}


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
        identity = given_id(request.META.get("HTTP_X_REQUEST_ID", "")) or uuid7()
        request.request_id = identity  # type: ignore[attr-defined]
        text = str(identity)
        with bound_contextvars(request_id=text):
            started = time.perf_counter()
            response = self.get_response(request)
            seconds = time.perf_counter() - started
        route = request.resolver_match.route if request.resolver_match else "none"
        method = request.method if request.method in METHODS else "other"
        record(method, route, response.status_code, seconds, text)
        response.headers["X-Request-Id"] = text
        return response


def record(method: str, route: str, status: int, seconds: float, identity: str) -> None:
    """Count an answer and log it, whoever made it."""
    kept = _figures.get((method, route, status))
    if kept is None:
        kept = requests_total.labels(method, route, status), request_seconds.labels(method, route)
        _figures[method, route, status] = kept
    kept[0].inc()
    kept[1].observe(seconds)
    if route not in QUIET:
        logs.request(method, route, status, seconds, identity)


def record_from_memory(route: str, status: int, seconds: float, identity: str) -> None:
    """As `record`, for an answer that took no time worth measuring: thousands would hide how long work takes."""
    kept = _from_memory.get((route, status))
    if kept is None:
        kept = requests_total.labels("GET", route, status), from_memory_total.labels(route, status)
        _from_memory[route, status] = kept
    kept[0].inc()
    kept[1].inc()
    logs.request("GET", route, status, seconds, identity, soon=True)


def given_id(text: str) -> uuid.UUID | None:
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
