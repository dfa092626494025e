"""What is looked for: an event with consent, else a count that is tied to nobody; and what finds nothing."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

import structlog
from django.conf import settings
from django.db import Error, transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.search import ProductsSearched, SearchesCounted
from comptoir.kit import locks, sql
from comptoir.kit.ids import uuid7
from comptoir.org.contracts import MEASUREMENT, ShopperContext
from comptoir.search.contracts import Found
from comptoir.search.rules import private

# A process that is killed loses what it counted since: a statistic, never a fact.
KEPT_IN_MEMORY = timedelta(seconds=5)
FORGOTTEN_AFTER = timedelta(days=90)
MOST = 500  # different searches in memory, and so written at once while a visitor waits
log = structlog.get_logger("comptoir.search")

ADD = """
INSERT INTO search_askedquery AS kept (digest, market, locale, words, times, without, last_results, last_on)
VALUES (%(digest)s, %(market)s, %(locale)s, CASE WHEN %(times)s::int >= %(enough)s::int THEN %(words)s ELSE '' END,
        %(times)s::int, %(without)s::int, %(results)s, %(day)s)
ON CONFLICT (digest, market, locale) DO UPDATE
SET times = kept.times + excluded.times, without = kept.without + excluded.without,
    last_results = excluded.last_results, last_on = excluded.last_on,
    words = CASE WHEN kept.times + excluded.times >= %(enough)s::int THEN %(words)s ELSE '' END
"""
FORGET = "DELETE FROM search_askedquery WHERE last_on < %s"


class Counted(NamedTuple):
    minute: datetime
    market: str
    legal_entity: str
    storefront: str
    channel: str
    locale: str
    outcome: str


class Words(NamedTuple):
    market: str
    locale: str
    words: str


@dataclass(slots=True)
class Times:
    times: int
    without: int
    results: int
    day: date


_counts: Counter[Counted] = Counter()
_words: dict[Words, Times] = {}
_since: list[datetime] = []
_lock = threading.Lock()


def searched(found: Found, context: ShopperContext) -> None:
    """After the answer was made: somebody looked for these words and got that. The first page counts, once a filter is
    chosen or another page asked for it is the same search. Where it cannot be written it is lost, and the answer is
    given all the same."""
    asked = found.asked
    words = private.stripped(asked.text)
    if not words or asked.page > 1 or asked.filters or asked.category:
        return
    _count(found, words, context)
    with _lock:
        is_due = bool(_since) and context.now - _since[0] >= KEPT_IN_MEMORY
    try:
        if MEASUREMENT in context.purposes:
            _tell(found, words, context)
        if is_due:
            flush()
    except Error:
        log.warning("searches were not counted", exc_info=True)


def flush() -> int:
    """Write what was counted in this process; answers how many rows. Called by itself every few seconds of use."""
    with _lock:
        counts, words = list(_counts.items()), list(_words.items())
        _counts.clear()
        _words.clear()
        _since.clear()
    if counts or words:
        with transaction.atomic(durable=True):
            for counted, times in counts:
                _append(counted, times)
            for asked, each in sorted(words):
                _add(asked, each)
    return len(counts) + len(words)


def forget_old(now: datetime) -> int:
    """What nobody has looked for in 90 days; answers how many."""
    return sql.run(FORGET, [(now - FORGOTTEN_AFTER).date()])


def outcome(found: Found) -> str:
    if found.redirect:
        return "redirected"
    return "nothing" if not found.cards.total else "found" if found.exact else "partly"


def _tell(found: Found, words: str, context: ShopperContext) -> None:
    search_id = uuid7()
    word = ProductsSearched(
        search_id=search_id, query=words, results=found.cards.total, language=context.locale,
        filters=list(found.asked.filters),
    )  # fmt: skip
    with transaction.atomic(durable=True):
        locks.hold(("search", search_id))
        journal.append(word, origin=context.origin(), occurred_at=context.now)


def _count(found: Found, words: str, context: ShopperContext) -> None:
    """The list of words counts everybody, the journal those who did not consent to more."""
    said = outcome(found)
    with _lock:
        if not _since:
            _since.append(context.now)
        if MEASUREMENT not in context.purposes:
            minute = context.now.replace(second=0, microsecond=0)
            market = context.market
            _counts[
                Counted(
                    minute, market.code, market.legal_entity, context.storefront, context.channel, context.locale, said
                )
            ] += 1
        key = Words(context.market.code, context.locale, words)
        known = _words.get(key)
        if known is None and len(_words) < MOST:
            known = _words[key] = Times(0, 0, 0, context.today)
        if known:
            known.times += 1
            known.without += said in ("nothing", "partly")
            known.results, known.day = found.cards.total, context.today


def _append(counted: Counted, times: int) -> None:
    """A subject of its own each: counts need no order among them, and nobody waits for another's."""
    origin = Origin(
        actor="visitors", channel=counted.channel, correlation=uuid7(), market=counted.market,
        legal_entity=counted.legal_entity, storefront=counted.storefront,
    )  # fmt: skip
    word = SearchesCounted(
        count_id=uuid7(), minute=counted.minute, language=counted.locale, outcome=counted.outcome, times=times
    )
    journal.append(word, origin=origin, occurred_at=counted.minute)


def _add(asked: Words, each: Times) -> None:
    given = {
        "digest": private.digest(asked.words, settings.SECRET_KEY), "market": asked.market, "locale": asked.locale,
        "words": asked.words, "times": each.times, "without": each.without, "results": each.results, "day": each.day,
        "enough": private.ENOUGH,
    }  # fmt: skip
    sql.run(ADD, given)
