"""Feeds: what channels read, and what is wrong with it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Schema

from comptoir.feeds import facade as feeds
from comptoir.feeds.contracts import FeedInfo, Problem


class FeedOut(Schema):
    """`address` may be read by whoever knows it, unless `is_public`: then by everybody. `made_at` is null before the
    first file; `refused` rows were left out of it."""

    id: UUID
    kind: str
    market: str
    locale: str
    is_public: bool
    address: str
    made_at: datetime | None
    products: int
    rows: int
    refused: int
    problem_count: int

    @classmethod
    def of(cls, feed: FeedInfo) -> FeedOut:
        return cls(
            id=feed.id, kind=feed.kind, market=feed.market, locale=feed.locale, is_public=feed.is_public,
            address=feed.address, made_at=feed.made_at, products=feed.products, rows=feed.rows, refused=feed.refused,
            problem_count=feed.problem_count,
        )  # fmt: skip


class FeedProblemOut(Schema):
    """`refused`: the channel would not take it, so it is not in the file."""

    sku: str
    name: str
    code: str
    words: str
    refused: bool

    @classmethod
    def of(cls, problem: Problem) -> FeedProblemOut:
        words = str(feeds.PROBLEMS[problem.code])
        return cls(sku=problem.sku, name=problem.name, code=problem.code, words=words, refused=problem.refused)


class FeedWithProblemsOut(FeedOut):
    """`problems` are the first 500, those first that cost a row."""

    problems: list[FeedProblemOut]

    @classmethod
    def of(cls, feed: FeedInfo) -> FeedWithProblemsOut:
        return cls(**FeedOut.of(feed).dict(), problems=[FeedProblemOut.of(each) for each in feed.problems])
