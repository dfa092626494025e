"""Feeds as the staff and programs see them."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from comptoir.feeds import place
from comptoir.feeds.contracts import FeedInfo, Problem
from comptoir.feeds.files import FILES
from comptoir.feeds.models import Feed
from comptoir.kit.refusals import NotFound


def feeds() -> tuple[FeedInfo, ...]:
    """All, without their problems."""
    found = Feed.objects.defer("problems").order_by("kind", "market", "locale")
    return tuple(_info(one, ()) for one in found)


def feed(feed_id: UUID) -> FeedInfo:
    """Refuses NotFound."""
    found = Feed.objects.filter(pk=feed_id).first()
    if found is None:
        raise NotFound()
    return _info(found, tuple(Problem(*each) for each in found.problems))


def feed_file(name: str, extension: str) -> tuple[Path, str]:
    """The file at an address and its content type. Refuses NotFound, also before the first one is made."""
    found = Feed.objects.filter(name=name).only("kind").first()
    if found is None or FILES[found.kind].extension != extension:
        raise NotFound()
    path = place.path(name, found.kind)
    if not path.exists():
        raise NotFound()
    return path, FILES[found.kind].content_type


def _info(row: Feed, problems: tuple[Problem, ...]) -> FeedInfo:
    return FeedInfo(
        id=row.pk, kind=row.kind, market=row.market, locale=row.locale, is_public=row.is_public,
        address=place.address(row.name, row.kind), opened_at=row.opened_at, made_at=row.made_at,
        products=row.products, rows=row.rows, refused=row.refused, problem_count=row.problem_count,
        problems=problems,
    )  # fmt: skip
