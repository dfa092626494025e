"""/api: version 1, its schema, its documentation, and a problem for everything else."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern, URLResolver, path, re_path

from comptoir.channels.api import docs
from comptoir.channels.api.entrance import entrance
from comptoir.channels.api.http import api
from comptoir.channels.api.openapi import schema_of


def openapi(request: HttpRequest) -> HttpResponse:
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    return JsonResponse(schema_of(api), json_dumps_params={"ensure_ascii": False})


def unknown(request: HttpRequest) -> HttpResponse:
    raise Http404


def _entered(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        pattern.callback = entrance(pattern.callback)
    else:
        pattern.url_patterns[:] = [_entered(inner) for inner in pattern.url_patterns]
    return pattern


def _later(pattern: URLPattern | URLResolver) -> bool:
    """Django compares an address with one pattern after the other; what a purchase asks for comes first."""
    return not str(pattern.pattern).startswith(("baskets", "orders"))


patterns, app, namespace = api.urls

urlpatterns = [
    path("v1/", ([_entered(pattern) for pattern in sorted(patterns, key=_later)], app, namespace)),
    path("openapi.json", entrance(openapi)),
    path("docs", entrance(docs.page)),
    re_path("", entrance(unknown)),
]
