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
LONGEST_KNOWN = 1_000  # characters of a place that is remembered
BOTS = ("bot", "crawl", "spider", "slurp", "headless", "lighthouse", "preview", "monitor")
NOTHING: Mapping[str, Any] = {}
Place = tuple[str, str, dict[str, str]]  # path, host of the referrer, campaign
PROGRAMS = (
    "analytics-python", "analytics-node", "python", "node", "axios", "java", "go-http", "curl", "okhttp", "ruby", "php",
)  # fmt: skip
# Kinds of page that may be counted of somebody who did not consent: none tells of a purchase.
PAGE_KINDS = frozenset(("home", "listing", "product", "search", "brand", "article", "shops", "account", "help"))


def seen_at(page: Any, properties: Mapping[str, Any]) -> Place:
    """By the page's url, path, search and referrer, where they are texts: what the event itself says goes before its
    context."""
    found = {"url": "", "path": "", "search": "", "referrer": ""}
    for values in (page, properties):
        if values and isinstance(values, dict):
            for name in found:
                value = values.get(name)
                if isinstance(value, str) and value:
                    found[name] = value
    told = found["url"], found["path"], found["search"], found["referrer"]
    return _seen_at(*told) if sum(map(len, told)) <= LONGEST_KNOWN else _seen_at.__wrapped__(*told)


@lru_cache(maxsize=4_000)
def _seen_at(url: str, path: str, search: str, referrer: str) -> Place:
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
