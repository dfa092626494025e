"""Write the file of a feed anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from comptoir.catalog import facade as catalog
from comptoir.feeds import place, rules
from comptoir.feeds.contracts import Problem
from comptoir.feeds.files import FILES
from comptoir.feeds.models import Feed
from comptoir.feeds.rules import Setting
from comptoir.fulfilment import facade as fulfilment
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.feeds import FeedPublished
from comptoir.kit import locks
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.offers import facade as offers
from comptoir.org import facade as org
from comptoir.org.contracts import MarketInfo, ShopperContext

KEPT_PROBLEMS = 500
DRAWING_SECONDS = 8.0  # a run: a worker that is asked to stop waits for it
PICTURES = ("large", "png")
Told = tuple[int, int, list[Problem]]


def publish_feed(feed_id: UUID, *, now: datetime) -> bool:
    """Reads in small statements, writes beside the old file and takes its place at the end: who reads meanwhile gets
    the old one. Pictures that it names are drawn before, as many as fit in some seconds; the others when they are asked
    for, or in the next run. False when the feed got another address meanwhile: somebody else makes that one. Refuses
    NotFound."""
    feed = Feed.objects.filter(pk=feed_id).first()
    if feed is None:
        raise NotFound()
    market = org.market(feed.market)
    context = _context(market, feed.locale, now)
    path = place.path(feed.name, feed.kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{uuid4().hex}.part")
    try:
        named = set[str]()
        products, rows, problems = _write(fresh, feed.kind, context, named)
        catalog.draw_renditions(sorted(named), *PICTURES, seconds=DRAWING_SECONDS)
        refused = len({problem.sku for problem in problems if problem.refused})
        with transaction.atomic(durable=True):
            locks.hold(("feed", feed_id))
            changed = Feed.objects.filter(pk=feed_id, name=feed.name).update(
                made_at=now, products=products, rows=rows, refused=refused, problem_count=len(problems),
                problems=[[one.sku, one.name, one.code, one.refused] for one in problems[:KEPT_PROBLEMS]],
            )  # fmt: skip
            if changed:
                word = FeedPublished(
                    feed_id=feed_id, kind=feed.kind, products=products, rows=rows, refused=refused,
                    problems=len(problems),
                )  # fmt: skip
                journal.append(word, origin=context.origin(), occurred_at=now)
                fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return bool(changed)


def _context(market: MarketInfo, locale: str, now: datetime) -> ShopperContext:
    storefronts = map(org.storefront, org.storefronts())
    storefront = next((one for one in storefronts if one.market.code == market.code), None)
    return ShopperContext(
        market=market, storefront=storefront.code if storefront else "", locale=locale, channel="feed",
        actor="system:feeds", correlation=uuid4(), now=now,
    )  # fmt: skip


def _write(path: Path, kind: str, context: ShopperContext, named: set[str]) -> Told:
    """The sources of the pictures that stand in the file come into `named`."""

    def picture(source: str) -> str:
        named.add(source)
        return settings.PUBLIC_ADDRESS + catalog.rendition_address(source, *PICTURES)

    setting = Setting(
        locale=context.locale,
        page=settings.PRODUCT_ADDRESSES[context.locale],
        picture=picture,
        shipping=_shipping(context),
        default_weight_g=catalog.DEFAULT_WEIGHT_G,
    )
    products, count, problems = 0, 0, list[Problem]()
    with path.open("w", encoding="utf-8", newline="") as file:
        feed = FILES[kind](file)
        feed.begin(org.storefront(context.storefront or None).name, settings.PUBLIC_ADDRESS + "/")
        for batch in offers.every(context):
            products += len(batch)
            for page in batch:
                for row, wrong in rules.rows(page, setting):
                    problems += wrong
                    if row is not None:
                        feed.add(row)
                        count += 1
        feed.end()
    return products, count, sorted(problems, key=lambda problem: not problem.refused)


def _shipping(context: ShopperContext) -> Callable[[int], tuple[tuple[str, str, Money], ...]]:
    """The cheapest way to the mainland of each country of the market, by weight: there are few different ones."""
    methods = fulfilment.methods(context.market.code)

    @cache
    def of(weight_g: int) -> tuple[tuple[str, str, Money], ...]:
        found = []
        for country in context.market.countries:
            ways = [
                (charge.minor, place_, method.name.read(context.locale), charge)
                for place_, method in enumerate(methods)
                if (charge := fulfilment.charge(method, country=country, weight_g=weight_g)) is not None
            ]
            if ways:
                _minor, _place, service, charge = min(ways, key=lambda way: way[:2])
                found.append((country, rules.clean(service), charge))
        return tuple(found)

    return of
