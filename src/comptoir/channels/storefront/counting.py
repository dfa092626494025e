"""Pages given to visitors who did not allow to be measured: counted by minute, kind of page and class of device, tied
to nobody. Without an address, a campaign, an experiment or anything of commerce (CNIL, exempt audience measurement)."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import structlog
from django.db import Error, transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary.storefront import PagesCounted, VisitsCounted
from comptoir.kit.ids import uuid7
from comptoir.org.contracts import ShopperContext

# A process that is killed loses what it counted since: a statistic, never a fact.
KEPT_IN_MEMORY = timedelta(seconds=20)
BOT = re.compile(r"bot|crawl|spider|slurp|preview|headless|curl|wget|python|http", re.IGNORECASE)
TABLET = re.compile(r"ipad|tablet|android(?!.*mobile)", re.IGNORECASE)
PHONE = re.compile(r"mobi|iphone|android", re.IGNORECASE)
log = structlog.get_logger("comptoir.storefront")


class Place(NamedTuple):
    """What the counts of a page hold of it."""

    market: str
    legal_entity: str
    storefront: str
    kind_of_page: str


class Counted(NamedTuple):
    minute: datetime
    place: Place
    device: str
    ahead: bool
    begins: bool


_counts: Counter[Counted] = Counter()
_since: list[datetime] = []
_lock = threading.Lock()


def place(context: ShopperContext, kind: str) -> Place:
    return Place(context.market.code, context.market.legal_entity, context.storefront, kind)


def given(where: Place, meta: Mapping[str, Any], now: datetime) -> None:
    """A page was given to somebody who asked for it as a page; parts that our own scripts fetch are none. Takes no
    statement: `flush_in_time` writes."""
    if meta.get("HTTP_SEC_FETCH_DEST", "document") != "document":
        return
    ahead = "prefetch" in meta.get("HTTP_SEC_PURPOSE", "")
    kind = device(meta.get("HTTP_USER_AGENT", "")[:300])
    minute, begins = now.replace(second=0, microsecond=0), not ahead and kind != "bot" and begins_a_visit(meta)
    counted = Counted(minute, where, kind, ahead, begins)
    with _lock:
        _counts[counted] += 1
        if not _since:
            _since.append(now)


def begins_a_visit(meta: Mapping[str, Any]) -> bool:
    """Whether none of our own pages led here, as the browser says itself; where it says neither whence nor from where,
    somebody typed the address. Asked of this one request, and kept of nobody."""
    site = meta.get("HTTP_SEC_FETCH_SITE", "")
    if site:
        return site in ("none", "cross-site")
    before = _host_of(meta.get("HTTP_REFERER", ""))
    return not before or before != meta.get("HTTP_HOST", "").lower()


def flush_in_time(now: datetime) -> None:
    """Write what has waited long enough. Where that is not possible it is lost, and nobody's page fails."""
    with _lock:
        is_due = bool(_since) and now - _since[0] >= KEPT_IN_MEMORY
    if is_due:
        try:
            flush()
        except Error:
            log.warning("pages were not counted", exc_info=True)


def flush() -> int:
    """Write what was counted in this process; answers how many words."""
    pages, visits = Counter[Counted](), Counter[tuple[datetime, Place, str]]()
    with _lock:
        taken = list(_counts.items())
        _counts.clear()
        _since.clear()
    for counted, times in taken:
        pages[counted._replace(begins=False)] += times
        if counted.begins:
            visits[counted.minute, counted.place._replace(kind_of_page=""), counted.device] += times
    if taken:
        with transaction.atomic(durable=True):
            for counted, times in pages.items():
                _append(
                    counted.place, counted.minute,
                    PagesCounted(
                        count_id=uuid7(), minute=counted.minute, kind_of_page=counted.place.kind_of_page,
                        device=counted.device, ahead=counted.ahead, times=times,
                    ),
                )  # fmt: skip
            for (minute, where, kind), times in visits.items():
                _append(where, minute, VisitsCounted(count_id=uuid7(), minute=minute, device=kind, times=times))
    return len(pages) + len(visits)


@lru_cache(maxsize=2_000)
def device(agent: str) -> str:
    """The class of device that a browser names, and nothing finer."""
    if not agent or BOT.search(agent):
        return "bot"
    return "tablet" if TABLET.search(agent) else "phone" if PHONE.search(agent) else "desktop"


def _host_of(address: str) -> str:
    return address[:500].partition("//")[2].partition("/")[0].lower()


def _append(where: Place, minute: datetime, word: Word) -> None:
    """A subject of its own each: counts need no order among them, and nobody waits for another's."""
    origin = Origin(
        actor="visitors", channel="web", correlation=uuid7(), market=where.market, legal_entity=where.legal_entity,
        storefront=where.storefront,
    )  # fmt: skip
    journal.append(word, origin=origin, occurred_at=minute)
