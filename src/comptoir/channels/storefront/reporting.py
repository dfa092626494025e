"""What the page's own script is told, for those who allowed to be measured; for nobody else there is no script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from comptoir.channels.storefront.visits import purposes_of
from comptoir.org.contracts import MEASUREMENT, ShopperContext
from comptoir.sources import facade as sources

# Parts of addresses that are keys: signed links, tokens.
SECRETS = frozenset({"link", "token"})


def report(request: HttpRequest, context: ShopperContext, facts: Mapping[str, Any]) -> dict[str, str] | None:
    """Where it reports to and with which key, what was allowed, and what the page shows (`facts`: product, list). The
    same for everybody with the same choice: whole pages are kept."""
    purposes = purposes_of(request)
    if MEASUREMENT not in purposes or not settings.COLLECTOR or not (key := sources.own_key(context.storefront)):
        return None
    return {
        "collector": settings.COLLECTOR,
        "key": key,
        "purposes": " ".join(sorted(purposes)),
        "facts": json.dumps({"kind": kind_of(request), "path": path_of(request), **facts}),
    }


def path_of(request: HttpRequest) -> str:
    """The path without what opens something: whoever reads a report must not act as the person who was there."""
    parts = request.resolver_match.kwargs if request.resolver_match else {}
    path = request.path
    for name in SECRETS & parts.keys():
        path = path.replace(str(parts[name]), "-")
    return path


def kind_of(request: HttpRequest) -> str:
    """The name of the route: home, product, category, search, basket, checkout …"""
    return (request.resolver_match.url_name or "") if request.resolver_match else "unknown"
