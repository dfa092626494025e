"""Segments for programs of the merchant: what they say, who is in them, for a purpose that is named."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from ninja import Query, Router

from comptoir.channels.api.access import ApiRequest, Bearer
from comptoir.channels.api.schemas.parts import Short
from comptoir.channels.api.schemas.segments import EditionOut, MemberOut, SegmentOut
from comptoir.segments import facade as segments

router = Router(tags=["segments"], auth=Bearer("segments:read"))
Purpose = Annotated[
    Literal["personalisation", "marketing"], Query(description="what for: who does not allow it is left out")
]
Size = Annotated[int, Query(ge=1, le=1_000)]


@router.get("/segments", response=list[SegmentOut], summary="List segments")
def list_segments(request: ApiRequest) -> list[SegmentOut]:
    """Those that are live, with their rule as data and in words."""
    locale, counts = request.context.locale, segments.counts()
    return [
        SegmentOut.of(
            each, sentence=segments.said(each.definition, locale), people=segments.counted(counts.get(each.id, 0)),
            locale=locale,
        )
        for each in segments.listed()
    ]  # fmt: skip


@router.get("/segments/{code}/members", response=list[MemberOut], summary="Who is in a segment")
def list_members(
    request: ApiRequest, code: Short, purpose: Purpose, after: UUID | None = None, size: Size = 100
) -> list[MemberOut]:
    """By id, from the one after `after`; fewer than `size` means that there are no more."""
    return [MemberOut.of(each) for each in segments.members(code, purpose, after=after, limit=size)]


@router.get("/segments/{code}/editions", response=list[EditionOut], summary="What a segment said before")
def list_editions(request: ApiRequest, code: Short) -> list[EditionOut]:
    """Every version, the latest first."""
    return [EditionOut.of(each) for each in segments.editions(segments.get(code).code)]
