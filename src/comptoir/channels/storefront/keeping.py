"""Which answers may be kept whole and given to others, for whom, and until when.

A page is kept for visitors of whom nothing is known: no basket, no log-in. Whoever made a choice about their visits, or
whose browser refuses, gets the pages of that. The web server's memory (`project.whole_pages`) asks `key_of` before
anything else happens, so all here is quick.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, parse_cookie
from django.http.request import split_domain_port

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront import choosing, visits
from comptoir.channels.storefront.counting import Place, place
from comptoir.channels.storefront.languages import NAMES
from comptoir.channels.storefront.reporting import kind_of
from comptoir.channels.storefront.sayings import SAID
from comptoir.fulfilment import facade as fulfilment
from comptoir.offers.contracts import Card
from comptoir.org.contracts import MEASUREMENT, PERSONALISATION, ShopperContext
from comptoir.pricing import facade as pricing
from comptoir.promotions import facade as promotions

OFFER, ROUTE = "comptoir.may_be_kept", "comptoir.route"
PRICES = "prices"
PREFIXES = frozenset(f"/{language}/" for language in NAMES)
# Whoever has one of these gets pages of their own. A cookie that changes a page is named here.
PERSONAL = frozenset({visits.COOKIE, settings.SESSION_COOKIE_NAME})
# What a page's address may ask for; whatever else stands in it (where an ad was seen) changes no page.
ASKED = frozenset({"sku", "like", "sort", "page"})
# A search is counted each time, and there are more choices of filters than pages worth keeping: never kept.
UNKEPT = frozenset({"q", *choosing.FILTERS})
MOST_FIELDS, LONGEST_VALUE = 20, 100  # what is longer is no address of ours: never kept
MOST_VISITORS, REMEMBERED_SECONDS, REMEMBERED_LENGTH = 10_000, 60.0, 2_000
QUERIES, QUERY_LENGTH = 1_000, 500

Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """`tags` name what the page shows: ids of variants and products, and PRICES when their order is by price; `place`
    is how it is counted."""

    ends_at: datetime
    tags: frozenset[str]
    place: Place


def offer(
    request: HttpRequest,
    context: ShopperContext,
    *,
    cards: Iterable[Card] = (),
    variants: Iterable[object] = (),
    by_price: bool = False,
    at_most: timedelta | None = None,
) -> None:
    """Say of this answer that it is the same for everybody with the same key until stock or prices of what it shows
    change, something is set up anew, or the next moment comes at which a promise, a publication or a promotion changes
    by itself;
    `at_most` so long when it shows what is known of by and by only."""
    if context.segments:
        return  # somebody is in a segment: their prices and blocks may be theirs alone
    cards = tuple(cards)
    shown = {str(variant) for card in cards for variant in card.variant_ids} | {str(each) for each in variants}
    shown |= {str(card.product_id) for card in cards}
    request.META[ROUTE] = request.resolver_match.route if request.resolver_match else ""
    published = catalog.next_publication(market=context.market.code, now=context.now)
    promised = fulfilment.good_until(context)
    if turn := promotions.next_change(context.market.code, context.now):
        promised = min(promised, turn)
    if at_most:
        promised = min(promised, context.now + at_most)
    request.META[OFFER] = Offer(
        ends_at=min(published, promised) if published else promised,
        tags=frozenset(shown | {PRICES} if by_price else shown),
        place=place(context, kind_of(request)),
    )


def key_of(environ: dict[str, Any]) -> Key | None:
    """Scheme, host, path, what is asked and the visitor's choice: who has the same gets the same page. None for what
    is never kept."""
    path = environ["PATH_INFO"]
    host = environ.get("HTTP_HOST", "")
    if environ["REQUEST_METHOD"] != "GET" or path[:4] not in PREFIXES:
        return None
    if not _is_ours(host, environ.get("SERVER_PORT", "")):
        return None
    query = environ.get("QUERY_STRING", "")
    asked = _asked(query) if len(query) <= QUERY_LENGTH else _read_asked(query)
    choice = _choice(cookies) if (cookies := environ.get("HTTP_COOKIE")) else ""
    if asked is None or choice is None:
        return None
    if PERSONALISATION in choice.split() and pricing.are_personal():
        return None  # a page may say another price to this visitor
    if visits.browser_refuses(environ):
        choice += " refused by the browser"
    scheme = environ["wsgi.url_scheme"]
    if settings.TRUSTS_PROXY:
        scheme += environ.get("HTTP_X_FORWARDED_PROTO", "")
    return scheme, host, path, asked, choice


def is_measured(key: Key) -> bool:
    """Whether who has this key allowed to be measured: their pages report themselves, all others are counted."""
    return MEASUREMENT in key[-1].split()


@lru_cache(maxsize=200)
def _is_ours(host: str, server_port: str) -> bool:
    """Whether it is written as one of our own addresses, letter by letter: with any port, any name below a domain that
    is allowed as a whole, or capitals here and there, one page would take the memory of thousands."""
    if not host:
        return True
    public = urlsplit(settings.PUBLIC_ADDRESS)
    domain, port = split_domain_port(host)
    names = {name for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*"))} | {public.hostname or ""}
    ports = {"", "80", "443", server_port, str(public.port or "")}
    return domain in names and port in ports and host == (f"{domain}:{port}" if port else domain)


@lru_cache(maxsize=QUERIES)
def _asked(query: str) -> str | None:
    """To take a query apart and put it together again takes longer than all the rest."""
    return _read_asked(query)


def _read_asked(query: str) -> str | None:
    """In one order, what changes no page left out; None where something is said to this visitor alone."""
    if not query.isascii():  # Django reads such bytes otherwise than they are read here
        return None
    try:
        fields = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return None
    if SAID in fields or any(name in UNKEPT or name.startswith(choosing.FACT) for name in fields):
        return None
    asked = [(name, value) for name, value in sorted(fields.items()) if name in ASKED]
    return None if any(len(value) > LONGEST_VALUE for _name, value in asked) else urlencode(asked)


class _Remembered(dict[str, str | None]):
    """Choices by whole cookie headers, for a minute: to check a signature costs more than all the rest."""

    until = 0.0


_remembered = _Remembered()


def _choice(header: str) -> str | None:
    """The choice in a cookie header: empty for none (or a forged one), None for a personal visitor."""
    if len(header) > REMEMBERED_LENGTH:
        return _read_choice(header)
    now = time.monotonic()
    if now > _remembered.until or len(_remembered) > MOST_VISITORS:
        _remembered.clear()
        _remembered.until = now + REMEMBERED_SECONDS
    try:
        return _remembered[header]
    except KeyError:
        choice = _remembered[header] = _read_choice(header)
        return choice


def _read_choice(header: str) -> str | None:
    cookies = parse_cookie(header)
    if not PERSONAL.isdisjoint(cookies):
        return None
    choice = visits.choice_in(cookies) if visits.CHOICE in cookies else None
    return f"chosen {' '.join(sorted(choice.purposes))}" if choice else ""
