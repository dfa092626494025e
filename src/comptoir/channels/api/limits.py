"""Who may call how often, and how it is said: the headers of the IETF draft "RateLimit header fields for HTTP"."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from comptoir.channels.api.access import ApiRequest
from comptoir.channels.api.errors import TooManyCalls
from comptoir.kit import limits
from comptoir.kit.limits import Limit, Verdict
from comptoir.org.contracts import ApiCaller


def of_keys() -> Limit:
    return Limit("key", *settings.RATE_LIMITS["key"])


def of_addresses() -> Limit:
    return Limit("address", *settings.RATE_LIMITS["address"])


def check(request: HttpRequest, caller: ApiCaller | None) -> Verdict | None:
    """A program is counted by its key, a guest by its address; None for whoever is not counted.

    Refuses TooManyCalls.
    """
    if caller:
        verdict = limits.take(caller.actor, of_keys())
    elif address := address_of(request):
        verdict = limits.take(address, of_addresses())
    else:
        return None
    if not verdict.allowed:
        raise TooManyCalls(verdict)
    return verdict


def address_of(request: HttpRequest) -> str:
    """The guest's address, IPv6 by its /64; empty for this machine itself.

    The web server listens on this machine only, so whoever comes from outside comes by the proxy, whose own entry in
    X-Forwarded-For is the last one: what a caller wrote there before is not believed.
    """
    near = request.META.get("REMOTE_ADDR", "")
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(near)
        if address.is_loopback and told:
            address = ipaddress.ip_address(told)
    except ValueError:
        return near[:45]
    if address.is_loopback:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def asker_of(request: ApiRequest) -> str:
    """Whose tries are counted together."""
    return f"caller:{request.caller.actor}" if request.caller else f"address:{address_of(request)}"


def say(response: HttpResponseBase, verdict: Verdict) -> None:
    """RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10), with Retry-After when it is over."""
    limit = verdict.limit
    response["RateLimit-Policy"] = f'"{limit.name}";q={limit.burst};w={limit.window}'
    missing = limit.burst - verdict.remaining
    response["RateLimit"] = f'"{limit.name}";r={verdict.remaining};t={max(0, round(missing / limit.per_second))}'
    if not verdict.allowed:
        response["Retry-After"] = str(verdict.wait)
