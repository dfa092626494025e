"""A channel may read what we sell; gets another address; may no longer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.feeds import jobs, place
from comptoir.feeds.errors import FeedExists
from comptoir.feeds.files import FILES
from comptoir.feeds.models import Feed
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.feeds import FeedAddressRenewed, FeedClosed, FeedOpened
from comptoir.kit import locks
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import LOCALES
from comptoir.org import facade as org


def open_feed(*, kind: str, market: str, locale: str, is_public: bool, origin: Origin, now: datetime) -> UUID:
    """Its first file is made by the worker at once. Refuses Invalid by field, and FeedExists."""
    known = {"kind": kind in FILES, "market": market in org.markets(), "locale": locale in LOCALES}
    if not all(known.values()):
        raise Invalid({field: "not_a_choice" for field, good in known.items() if not good})
    feed = Feed(
        id=uuid7(), kind=kind, market=market, locale=locale, is_public=is_public, opened_at=now, asked_at=now,
        name=place.new_name(kind, market, locale, is_public=is_public),
    )  # fmt: skip
    with transaction.atomic(durable=True):
        locks.hold(("feed", feed.id), ("feed of", f"{kind} {market} {locale}"))
        if Feed.objects.filter(kind=kind, market=market, locale=locale).exists():
            raise FeedExists()
        feed.save(force_insert=True)
        word = FeedOpened(feed_id=feed.id, kind=kind, market=market, language=locale, public=is_public)
        journal.append(word, origin=origin, occurred_at=now)
        jobs.ask(feed.id)
    return feed.id


def ask_for_feed(feed_id: UUID, *, origin: Origin, now: datetime) -> None:
    """A new file now, and not when its time comes. Refuses NotFound."""
    with transaction.atomic(durable=True):
        locks.hold(("feed", feed_id))
        if not Feed.objects.filter(pk=feed_id).update(asked_at=now):
            raise NotFound()
        jobs.ask(feed_id)


def renew_feed_address(feed_id: UUID, *, origin: Origin, now: datetime) -> None:
    """Whoever knew the address knows nothing any more; the file is made anew there. A public feed gets a secret
    address. Refuses NotFound."""
    with transaction.atomic(durable=True):
        locks.hold(("feed", feed_id))
        feed = Feed.objects.filter(pk=feed_id).first()
        if feed is None:
            raise NotFound()
        old = place.path(feed.name, feed.kind)
        fresh = place.new_name(feed.kind, feed.market, feed.locale, is_public=False)
        Feed.objects.filter(pk=feed_id).update(name=fresh, is_public=False, asked_at=now)
        journal.append(FeedAddressRenewed(feed_id=feed_id), origin=origin, occurred_at=now)
        jobs.ask(feed_id)
    old.unlink(missing_ok=True)


def close_feed(feed_id: UUID, *, origin: Origin, now: datetime) -> None:
    """The file is gone, and its address. Refuses NotFound."""
    with transaction.atomic(durable=True):
        locks.hold(("feed", feed_id))
        feed = Feed.objects.filter(pk=feed_id).first()
        if feed is None:
            raise NotFound()
        file = place.path(feed.name, feed.kind)
        word = FeedClosed(feed_id=feed_id, kind=feed.kind, market=feed.market, language=feed.locale)
        feed.delete()
        journal.append(word, origin=origin, occurred_at=now)
    file.unlink(missing_ok=True)
