"""Feeds for other channels: their state. They are opened in the back office."""

from __future__ import annotations

from uuid import UUID

from ninja import Router

from comptoir.channels.api.access import ApiRequest, Bearer
from comptoir.channels.api.schemas.feeds import FeedOut, FeedWithProblemsOut
from comptoir.feeds import facade as feeds
from comptoir.kit.refusals import NotFound

router = Router(tags=["feeds"], auth=Bearer("catalog:read"))


@router.get("/feeds", response=list[FeedOut], summary="Feeds of the market")
def list_feeds(request: ApiRequest) -> list[FeedOut]:
    """With their addresses, how much is in them and when they were made."""
    return [FeedOut.of(one) for one in feeds.feeds() if one.market == request.context.market.code]


@router.get("/feeds/{feed_id}", response=FeedWithProblemsOut, summary="One feed with its problems")
def read_feed(request: ApiRequest, feed_id: UUID) -> FeedWithProblemsOut:
    found = feeds.feed(feed_id)
    if found.market != request.context.market.code:
        raise NotFound()
    return FeedWithProblemsOut.of(found)
