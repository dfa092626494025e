"""The first thing that staff see: what is to be done today, in few numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.screens.promises import at_risk
from comptoir.channels.backoffice.screens.stock import sold_out
from comptoir.kit import clock
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.reviews import facade as reviews

SOLD = ("confirmed", "ready", "partly_shipped", "shipped", "partly_delivered", "delivered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`alarming` says that somebody should look: it is said in words beside the number, not by colour alone."""

    label: str
    value: str
    note: str
    address: str
    alarming: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A line of the week; amounts as a person reads them, `ended` counts what was cancelled or expired."""

    name: str
    placed: int
    ended: int
    ordered: str
    received: str
    refunded: str


class TodayPanel(Component):
    name = "today"
    order = 50
    template_name = "backoffice/today.html"

    def __init__(self, request: Any) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        now = clock.now()
        may_see = access.may(self.request.user, "orders", "view")
        return {"figures": figures(self.request.user, now), "week": week(now) if may_see else []}


def week(now: datetime) -> list[Day]:
    """The last seven business days of the market that had news, today first, over all channels; one query."""
    market = access.market()
    today = now.astimezone(market.zone).date()
    days: dict[date, list[orders.SalesDay]] = {}
    for row in orders.sales(market.code, today - timedelta(days=6), today):
        if row.ordered.currency == market.currency:
            days.setdefault(row.day, []).append(row)
    return [
        Day(
            name=format_date(day, "EEEE d MMMM", locale=access.locale()),
            placed=sum(row.placed for row in found),
            ended=sum(row.cancelled + row.expired for row in found),
            ordered=_sum((row.ordered for row in found), market.currency),
            received=_sum((row.received for row in found), market.currency),
            refunded=_sum((row.refunded for row in found), market.currency),
        )
        for day, found in days.items()
    ]


def _sum(amounts: Iterable[Money], currency: str) -> str:
    return Money.total(amounts, currency).format(access.locale())


def figures(user: Any, now: datetime) -> list[Figure]:
    """Those that the account may see, at most six queries."""
    found: list[Figure] = []
    if access.may(user, "orders", "view"):
        found += _sales(now)
    if access.may(user, "promises", "view"):
        found.append(_promises())
    if access.may(user, "stock", "view"):
        found.append(_stock_outs())
    if access.may(user, "reviews", "change"):
        found.append(_reviews(now))
    if access.may(user, "letters", "view"):
        found.append(_letters())
    return found


def _sales(now: datetime) -> list[Figure]:
    market = access.market()
    today = now.astimezone(market.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    placed = Q(placed_at__gte=today, placed_at__lt=today + timedelta(days=1))
    sums = rows.Order.objects.filter(placed | Q(state__in=("confirmed", "ready"))).aggregate(
        orders=Count("pk", filter=placed),
        sales=Sum("total_minor", filter=placed & Q(state__in=SOLD, currency=market.currency)),
        ship=Count("pk", filter=Q(state="confirmed")),
        collect=Count("pk", filter=Q(state="ready")),
    )
    listed, day = reverse("orders:index"), today.date().isoformat()
    return [
        Figure(
            label=_("Sales today"),
            value=Money(sums["sales"] or 0, market.currency).format(access.locale()),
            note=_("confirmed orders, VAT included"),
            address=f"{listed}?placed_at_from={day}&placed_at_to={day}",
        ),
        Figure(
            label=_("Orders today"),
            value=str(sums["orders"]),
            note=_("placed since midnight"),
            address=f"{listed}?placed_at_from={day}&placed_at_to={day}",
        ),
        Figure(
            label=_("Orders to handle"),
            value=str(sums["ship"]),
            note=_("to prepare; %(ready)s wait in a shop") % {"ready": sums["collect"]},
            address=f"{listed}?state=confirmed",
        ),
    ]


def _promises() -> Figure:
    count = at_risk().count()
    return Figure(
        label=_("Promises at risk"),
        value=str(count),
        note=_("late or due within 24 hours") if count else _("every promise is on time"),
        address=reverse("promises:index"),
        alarming=count > 0,
    )


def _stock_outs() -> Figure:
    count = sold_out().count()
    return Figure(
        label=_("Sold out"),
        value=str(count),
        note=_("variants with nothing left anywhere"),
        address=reverse("stock:index") + "?left=nowhere",
    )


def _reviews(now: datetime) -> Figure:
    """Late when we would break what we say beside them."""
    told = rows.Review.objects.filter(state="waiting").aggregate(
        count=Count("pk"), late=Count("pk", filter=Q(submitted_at__lt=now - reviews.PUBLISHED_WITHIN))
    )
    late = _("%(late)s for more than seven days") % {"late": told["late"]} if told["late"] else _("within seven days")
    return Figure(
        label=_("Reviews to read"),
        value=str(told["count"]),
        note=late if told["count"] else _("none waits"),
        address=reverse("reviews:index") + "?state=waiting",
        alarming=told["late"] > 0,
    )


def _letters() -> Figure:
    count = rows.DeadLetter.objects.filter(retry_at__isnull=True).count()
    return Figure(
        label=_("Dead letters"),
        value=str(count),
        note=_("events that wait for a person") if count else _("every event was handled"),
        address=reverse("letters:index"),
        alarming=count > 0,
    )
