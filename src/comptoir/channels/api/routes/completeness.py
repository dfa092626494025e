"""What products lack, for programs of the merchant."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from comptoir.catalog import facade as catalog
from comptoir.channels.api import rules
from comptoir.channels.api.access import ApiRequest, Bearer
from comptoir.channels.api.schemas.completeness import CompletenessPage
from comptoir.channels.api.schemas.parts import PageNumber, PageSize, Short
from comptoir.kit import clock
from comptoir.kit.refusals import Invalid

Points = Annotated[int, Field(ge=0, le=100)]

router = Router(tags=["catalogue"], auth=Bearer("catalog:write"))


@router.get("/completeness", response=CompletenessPage, summary="List what products lack, the worst first")
def list_completeness(
    request: ApiRequest,
    response: HttpResponse,
    channel: Annotated[Short, Query("storefront", description="storefront, google or assistant")],
    lacking: Annotated[Short, Query("", description="code of a reason")],
    most: Annotated[Points, Query(100, description="points at most")],
    page: PageNumber = 1,
    size: PageSize = 50,
) -> CompletenessPage:
    """Products that are shown now, with points from 0 to 100 and the reasons, the heaviest first."""
    if channel not in catalog.CHANNELS:
        raise Invalid({"channel": "not_a_choice"})
    found = catalog.least_complete(channel, now=clock.now(), most=most, missing=lacking, page=page, size=size)
    kept = {"channel": channel, "lacking": lacking, "most": most}
    response["Link"] = rules.links(found, request.build_absolute_uri(request.path), kept)
    return CompletenessPage.of(found, request.context.locale)
