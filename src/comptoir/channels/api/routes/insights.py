"""Figures of the shop, for programs of the merchant."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from uuid import UUID

from ninja import Query, Router

from comptoir.channels.api.access import ApiRequest, Bearer
from comptoir.channels.api.routes.segments import Size
from comptoir.channels.api.schemas.insights import (
    BehindOut,
    CohortOut,
    FirstCampaignOut,
    FirstChannelOut,
    ForesightOut,
    FunnelOut,
    RefusedOrderOut,
    RetentionOut,
    SalesOut,
    SoldOut,
)
from comptoir.channels.api.schemas.parts import Line, Short
from comptoir.insights import facade as insights
from comptoir.insights.contracts import Brought, Period, Reached, Stop
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders
from comptoir.org.contracts import MarketInfo

LONGEST = 3 * 366  # days
Since = Annotated[date, Query(description="first day, in the market's time")]
Until = Annotated[date, Query(description="last day")]
Purpose = Annotated[
    Literal["measurement", "personalisation", "marketing"],
    Query(description="what for: who does not allow it is left out"),
]

router = Router(tags=["insights"], auth=Bearer("insights:read"))


@router.get("/insights/funnel", response=FunnelOut, summary="Read how far people come on the way to an order")
def read_funnel(
    request: ApiRequest, since: Since, until: Until,
    by: Annotated[Short, Query("", description="channel, device, campaign or known")],
) -> FunnelOut:  # fmt: skip
    """People who began in these days, each with seven days to come further; why others stopped, payments first."""
    if by and by not in insights.GROUPS:
        raise Invalid({"by": "not_a_choice"})
    moments = _moments(request.context.market, since, until)
    told = insights.way(*moments, by=by or None)
    return FunnelOut.of(told.table, told.visits, told.refusals, told.left)


@router.get(
    "/insights/funnel/left", response=BehindOut, auth=Bearer("segments:read"), summary="Who left on the way to an order"
)
def list_leavers(
    request: ApiRequest, since: Since, until: Until, step: Short, purpose: Purpose,
    outcome: Annotated[Short, Query("", description="refused or hesitated: then step is that of the checkout")],
    reason: Annotated[Short, Query("", description="of a refusal")],
    after: UUID | None = None, size: Size = 100,
) -> BehindOut:  # fmt: skip
    """Who came to the step before `step` and not to it, and allows the purpose."""
    found = insights.who_left(
        insights.PATH, *_moments(request.context.market, since, until), step=step, purpose=purpose,
        stop=Stop(step, outcome, reason) if outcome else None,
    )  # fmt: skip
    return BehindOut.of(found, after, size)


@router.get(
    "/insights/funnel/reached", response=BehindOut, auth=Bearer("segments:read"),
    summary="Who came how far on the way to an order",
)  # fmt: skip
def list_reached(
    request: ApiRequest, since: Since, until: Until, step: Short, purpose: Purpose,
    by: Annotated[Short, Query("", description="channel, device, campaign or known")],
    group: Annotated[Line, Query("", description="one of these groups, as the funnel names it")],
    after: UUID | None = None, size: Size = 100,
) -> BehindOut:  # fmt: skip
    """Who came as far as `step`, and allows the purpose."""
    found = insights.who_reached(
        insights.PATH, *_moments(request.context.market, since, until), reached=Reached(step, by, group),
        purpose=purpose,
    )  # fmt: skip
    return BehindOut.of(found, after, size)


@router.get(
    "/insights/funnel/refused-orders", response=list[RefusedOrderOut], summary="Orders whose payment was refused",
    auth=Bearer("orders:read"),
)  # fmt: skip
def list_refused_orders(
    request: ApiRequest, since: Since, until: Until, means: Short, reason: Short,
    paid_after: Annotated[bool | None, Query(description="only those that were paid after all, or were not")] = None,
) -> list[RefusedOrderOut]:  # fmt: skip
    """By means and reason as the funnel names them, the latest first."""
    assert request.caller  # the route lets nobody in without a key
    moments = _moments(request.context.market, since, until)
    found = insights.refused_orders(*moments, means=means, reason=reason, paid_after=paid_after)
    known = orders.briefs([each.order_id for each in found])
    theirs = {each.id for each in known.values() if each.storefront == request.caller.storefront}
    return [RefusedOrderOut.of(each) for each in found if each.order_id in theirs]


@router.get("/insights/sales", response=SalesOut, summary="Read what was sold, against the days before")
def read_sales(request: ApiRequest, since: Since, until: Until) -> SalesOut:
    """From the orders that stand. Only visits and conversion rest on what visitors allow."""
    market = request.context.market
    moments = _moments(market, since, until)
    length = until - since + timedelta(days=1)
    now, before = orders.sold(market.code, since, until), orders.sold(market.code, since - length, until - length)
    visits = insights.visits(*moments)
    return SalesOut(
        whole=SoldOut.of("all", now.whole), before=SoldOut.of("all", before.whole), visits=visits.visits,
        days=[SoldOut.of(day.isoformat(), sold) for day, sold in now.days.items()],
        channels=[SoldOut.of(channel, sold) for channel, sold in now.channels.items()],
        conversion=visits.conversion, covered=visits.covered,
    )  # fmt: skip


@router.get("/insights/retention", response=RetentionOut, summary="Read who comes back")
def read_retention(
    request: ApiRequest, until: Until,
    since: Annotated[date | None, Query(description="from when buyers are new; without it the last 28 days")] = None,
) -> RetentionOut:  # fmt: skip
    """Buyers by the month and by the channel of their first order, and by the first campaign that was seen of them."""
    market = request.context.market
    period = Period(since=since or until - timedelta(days=27), until=until)
    _since, end = _moments(market, period.since, until)
    buyers = list(orders.buyers(market.code, until))
    return RetentionOut(
        cohorts=[CohortOut.of(each, market.currency) for each in insights.cohorts(buyers, until)],
        first_channels=[FirstChannelOut.of(each, market.currency) for each in insights.first_channels(buyers, period)],
        first_campaigns=[
            FirstCampaignOut.of(each, market.currency)
            for each in insights.by_first_campaign(buyers, insights.first_campaigns(end), period)
        ],
    )


@router.get(
    "/insights/retention/brought", response=BehindOut, auth=Bearer("segments:read"),
    summary="Buyers whom a campaign first brought",
)  # fmt: skip
def list_brought(
    request: ApiRequest, since: Since, until: Until, purpose: Purpose,
    campaign: Annotated[Line, Query("", description="as retention names it; empty for buyers of whom none was seen")],
    new: Annotated[bool, Query(description="only whose first order lies in these days")] = False,
    after: UUID | None = None, size: Size = 100,
) -> BehindOut:  # fmt: skip
    """Buyers until the last day, who allow the purpose. Orders by the channel of the first one are among the orders."""
    market = request.context.market
    _moments(market, since, until)
    found = insights.who_was_brought(
        market.code, Period(since=since, until=until), brought=Brought(campaign, new), purpose=purpose
    )
    return BehindOut.of(found, after, size)


@router.get("/insights/value", response=ForesightOut, summary="Read what is expected of the buyers")
def read_value(request: ApiRequest) -> ForesightOut:
    """As it was reckoned last, with how well the same models foresaw a time that was held back."""
    market = request.context.market
    return ForesightOut.of(insights.foresight(market.code), market.currency)


def _moments(market: MarketInfo, since: date, until: date) -> tuple[datetime, datetime]:
    """From the first instant to the one after the last. Refuses Invalid for no time, or more than three years."""
    if not date(2000, 1, 1) <= since <= until < date(2100, 1, 1) or (until - since).days >= LONGEST:
        raise Invalid({"until": "not_a_choice"})
    end = until + timedelta(days=1)
    return datetime.combine(since, time(), market.zone), datetime.combine(end, time(), market.zone)
