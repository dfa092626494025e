"""Where a visit stands and comes from: path, host of the referrer, campaign, class of device. Nothing finer is kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from comptoir.channels.collector.personal import text_without

CAMPAIGN = ("source", "medium", "name", "term", "content", "id")
UTM = {f"utm_{name}": name for name in CAMPAIGN} | {"utm_campaign": "name", "gclid": "gclid"}
LONGEST = 200
OF_PAGE = ("url", "path", "search", "referrer")
MOST_KNOWN, LONGEST_KNOWN = 4_000, 1_000  # places that are remembered, and characters of one
BOTS = ("bot", "crawl", "spider", "slurp", "headless", "lighthouse", "preview", "monitor")
NOTHING: Mapping[str, Any] = {}
Place = tuple[str, str, dict[str, str]]  # path, host of the referrer, campaign
_places: dict[tuple[Any, ...], Place] = {}
PROGRAMS = (
    "analytics-python", "analytics-node", "python", "node", "axios", "java", "go-http", "curl", "okhttp", "ruby", "php",
)  # fmt: skip
# Kinds of page that may be counted of somebody who did not consent: none tells of a purchase.
PAGE_KINDS = frozenset(("home", "listing", "product", "search", "brand", "article", "shops", "account", "help"))


def seen_at(page: Any, properties: Mapping[str, Any]) -> Place:
    """By the page's url, path, search and referrer, where they are texts: what the event itself says goes before its
    context."""
    told = _told(page, properties)
    try:
        found = _places.get(told)
    except TypeError:  # a list or an object in the place of a text
        return _seen_at(told)
    if found is None:
        found = _seen_at(told)
        if sum(len(each) for each in told if isinstance(each, str)) <= LONGEST_KNOWN:
            if len(_places) >= MOST_KNOWN:
                _places.clear()
            _places[told] = found
    return found


def begins(page: Any, properties: Mapping[str, Any]) -> bool:
    """Whether no page of the same host led to this one, as far as the page says where it stands."""
    url, _path, _search, referrer = _texts(_told(page, properties))
    here = urlsplit_safely(url[:4_000])[0]
    return bool(here) and _referrer_of(referrer) != here[:LONGEST]


def _told(page: Any, properties: Mapping[str, Any]) -> tuple[Any, ...]:
    of_context = page.get if isinstance(page, dict) else NOTHING.get
    return (*map(of_context, OF_PAGE), *map(properties.get, OF_PAGE))


def _texts(told: tuple[Any, ...]) -> tuple[str, str, str, str]:
    found = [each if isinstance(each, str) else "" for each in told]
    url, path, search, referrer = (own or outer for outer, own in zip(found[:4], found[4:], strict=True))
    return url, path, search, referrer


def _seen_at(told: tuple[Any, ...]) -> Place:
    url, path, search, referrer = _texts(told)
    campaign: dict[str, str] = {}
    for address in (url, search):
        if "utm_" in address or "gclid" in address:
            campaign |= _campaign_in(address[:4_000])
    return _path_of(path, url), _referrer_of(referrer), campaign


def _path_of(path: str, url: str) -> str:
    path = path or urlsplit_safely(url[:4_000])[1]
    if path.startswith(("http://", "https://")):
        path = urlsplit_safely(path[:4_000])[1]
    return text_without(path.partition("?")[0].partition("#")[0])[:LONGEST]


def _referrer_of(referrer: str) -> str:
    """The host alone; "$direct" of RudderStack is none."""
    return urlsplit_safely(referrer[:4_000])[0][:LONGEST] if "//" in referrer else ""


def campaign_told(given: Any) -> dict[str, str]:
    """What the event says of it itself."""
    found: dict[str, str] = {}
    if isinstance(given, dict):
        for name in (*CAMPAIGN, "gclid"):
            value = given.get(name)
            if value and isinstance(value, str | int):
                found[name] = text_without(str(value))[:LONGEST]
    return found


def _campaign_in(address: str) -> dict[str, str]:
    pairs = parse_qsl(address.partition("?")[2].partition("#")[0])
    return {UTM[name]: text_without(value)[:LONGEST] for name, value in pairs if name in UTM}


def device_of(device: Any, agent: Any, channel: Any, header: str) -> str:
    if device is not None and isinstance(device, dict) and str(device.get("type", "")).lower() in ("ios", "android"):
        return "phone"
    if channel == "server":
        return "server"
    return device_class(agent[:500] if isinstance(agent, str) and agent else header[:500])


@lru_cache(maxsize=2_000)
def device_class(agent: str) -> str:
    lower = agent.lower()
    if not lower:
        return "unknown"
    if any(name in lower for name in BOTS):
        return "bot"
    if "ipad" in lower or "tablet" in lower or ("android" in lower and "mobile" not in lower):
        return "tablet"
    if "iphone" in lower or "mobile" in lower:
        return "phone"
    if "mozilla" in lower or "opera" in lower:
        return "desktop"
    return "server" if any(name in lower for name in PROGRAMS) else "unknown"


def kind_of_page(properties: Mapping[str, Any], name: Any) -> str:
    for value in (properties.get("kind_of_page"), properties.get("kind"), properties.get("category"), name):
        if isinstance(value, str) and value.lower() in PAGE_KINDS:
            return value.lower()
    return "other"


def urlsplit_safely(address: str) -> tuple[str, str, str]:
    """Host, path, query; empty ones for what is no address."""
    try:
        parts = urlsplit(address)
        return parts.hostname or "", parts.path, parts.query
    except ValueError:
        return "", "", ""
