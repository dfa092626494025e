"""The first thing that staff see: how the day goes, what waits, what to mend. Each part is shown to who may see what
is behind it; few queries a part, whatever the shop's size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.admin.ui.components import Component

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import access, chart, rows, shares
from comptoir.channels.backoffice.screens.order_list import standing
from comptoir.channels.backoffice.screens.periods import Days
from comptoir.channels.backoffice.screens.promises import at_risk
from comptoir.channels.backoffice.screens.stock import FEW, left_in_all
from comptoir.channels.backoffice.words import paired
from comptoir.fulfilment import facade as fulfilment
from comptoir.kit import clock
from comptoir.kit.days import written
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.reviews import facade as reviews

CHART_DAYS = 30
MOST_WORDS = 6
RECENT = timedelta(days=30)


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
    """A business day over all channels: the orders placed on it that stand, and what happened to any on it."""

    day: date
    orders: int = 0
    ended: int = 0
    ordered: Money
    received: Money
    refunded: Money


class TodayPanel(Component):
    name = "today"
    order = 50
    template_name = "backoffice/today.html"

    def __init__(self, request: Any) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user, now = self.request.user, clock.now()
        sold = days(now) if access.may(user, "orders", "view") else []
        may_search = access.may(user, "searches", "view")
        return {
            "sales": sales(sold) if sold else [],
            "chart": drawn(sold) if any(day.orders or day.received for day in sold) else None,
            "groups": [(title, found) for title, found in groups(user, now) if found],
            "searches": unfound(now) if may_search else None,
            "may_find": access.may(user, "orders", "view") or access.may(user, "products", "view"),
        }


def days(now: datetime) -> list[Day]:
    """The last thirty business days of the market, today last, days without news included; two queries."""
    market = access.market()
    today = now.astimezone(market.zone).date()
    nothing = Money(0, market.currency)
    found = {
        day: Day(day=day, ordered=nothing, received=nothing, refunded=nothing)
        for day in (today - timedelta(days=back) for back in range(CHART_DAYS - 1, -1, -1))
    }
    for day, (count, worth) in orders.sold_by_day(market.code, min(found), today).items():
        found[day] = replace(found[day], orders=count, ordered=worth)
    for row in orders.sales(market.code, min(found), today):
        if row.ordered.currency == market.currency:
            before = found[row.day]
            found[row.day] = replace(
                before, ended=before.ended + row.cancelled + row.expired, received=before.received + row.received,
                refunded=before.refunded + row.refunded,
            )  # fmt: skip
    return list(found.values())


def sales(sold: list[Day]) -> list[Figure]:
    """Today beside yesterday and the same day of last week, which are whole days: that is said."""
    locale, (today, yesterday, week_ago) = access.locale(), (sold[-1], sold[-2], sold[-8])
    name = format_date(week_ago.day, "EEEE", locale=locale)

    def beside(before: str, then: str) -> str:
        return _("yesterday %(before)s, last %(weekday)s %(then)s") % {"before": before, "weekday": name, "then": then}

    address = f"{reverse('orders:index')}?{standing(Days(today.day, today.day, access.market().zone))}"
    return [
        Figure(
            label=_("Ordered today"), value=today.ordered.format(locale), address=address,
            note=beside(yesterday.ordered.format(locale), week_ago.ordered.format(locale)),
        ),
        Figure(
            label=_("Orders today, not cancelled"), value=number(today.orders), address=address,
            note=beside(number(yesterday.orders), number(week_ago.orders)),
        ),
        Figure(
            label=_("Received today"), value=(today.received - today.refunded).format(locale),
            address=reverse("payments:index"),
            note=beside(
                (yesterday.received - yesterday.refunded).format(locale),
                (week_ago.received - week_ago.refunded).format(locale),
            ),
        ),
    ]  # fmt: skip


def drawn(sold: list[Day]) -> dict[str, Any]:
    """The chart, and its table: the same days with all their figures, today first."""
    locale = access.locale()
    names = [written(day.day, "EEEE d MMMM", locale=locale) for day in sold]
    highest = max(sold, key=lambda day: day.ordered.minor)
    told = [
        (paired(name, day.ordered.format(locale)), day.ordered.minor) for name, day in zip(names, sold, strict=True)
    ]
    return {
        "bars": chart.bars(told),
        "width": chart.WIDTH,
        "height": chart.HEIGHT,
        "highest": highest.ordered.format(locale),
        "since": written(sold[0].day, "d MMM", locale=locale),
        "total": Money.total((day.ordered for day in sold), highest.ordered.currency).format(locale),
        "days": list(reversed(list(zip(names, sold, strict=True)))),
        "reader": locale,
    }


def groups(user: Any, now: datetime) -> list[tuple[str, list[Figure]]]:
    """What waits and what is to be mended, by title, in the order in which a morning goes."""

    def of(screen: str, part: Any, right: str = "view") -> list[Figure]:
        return part(now) if access.may(user, screen, right) else []

    return [
        (
            _("To handle"),
            [
                *of("orders", _orders), *of("withdrawals", _withdrawals), *of("promises", _promises),
                *of("reviews", _reviews, "change"),
            ],
        ),
        (
            _("Money that waits or differs"),
            [*of("payments", _payments), *of("bank", _bank), *of("books", _books), *of("letters", _letters)],
        ),
        (_("On the shelf"), of("stock", _stock)),
        (_("Completeness"), of("completeness", _completeness)),
    ]


def _orders(now: datetime) -> list[Figure]:
    states = ("pending", "confirmed", "partly_shipped", "ready")
    counted = dict(
        rows.Order.objects.filter(state__in=states).order_by().values_list("state").annotate(found=Count("pk"))
    )
    # What needs no parcel is often with its buyer while the parcel beside it has still to be made.
    begun = rows.Order.objects.filter(state="partly_delivered").values_list("pk", flat=True)
    counted["partly_delivered"] = len(fulfilment.with_parcels_to_make(begun))
    said = {
        "confirmed": (_("Orders to prepare"), _("paid, to be shipped or made ready")),
        "ready": (pgettext("orders", "Ready to collect"), _("wait in a shop")),
        "partly_shipped": (_("Partly shipped"), _("a parcel has still to leave")),
        "partly_delivered": (_("Partly delivered"), _("a parcel has still to leave")),
        "pending": (_("Waiting for payment"), _("held until they are paid")),
    }
    listed = reverse("orders:index")
    return [
        Figure(label=label, value=number(counted.get(state, 0)), note=note, address=f"{listed}?state={state}")
        for state, (label, note) in said.items()
        if counted.get(state) or state == "confirmed"
    ]


def _withdrawals(now: datetime) -> list[Figure]:
    found = rows.Withdrawal.objects.exclude(state="refunded").aggregate(
        all=Count("pk"), late=Count("pk", filter=Q(refund_due__lt=now))
    )
    late = found["late"]
    return [
        Figure(
            label=_("Withdrawals under way"), value=number(found["all"]), address=reverse("withdrawals:index"),
            note=ngettext("%(late)s refund is late", "%(late)s refunds are late", late) % {"late": number(late)}
            if late else _("no refund is late"),
            alarming=late > 0,
        )
    ] if found["all"] else []  # fmt: skip


def _reviews(now: datetime) -> list[Figure]:
    """Late when we would break what we say beside them."""
    told = rows.Review.objects.filter(state="waiting").aggregate(
        count=Count("pk"), late=Count("pk", filter=Q(submitted_at__lt=now - reviews.PUBLISHED_WITHIN))
    )
    late = _("%(late)s for more than seven days") % {"late": told["late"]} if told["late"] else _("within seven days")
    return [
        Figure(
            label=_("Reviews to read"), value=number(told["count"]), note=late if told["count"] else _("none waits"),
            address=reverse("reviews:index") + "?state=waiting", alarming=told["late"] > 0,
        )
    ]  # fmt: skip


def _promises(now: datetime) -> list[Figure]:
    found = at_risk().aggregate(all=Count("pk"), late=Count("pk", filter=Q(due__lt=now)))
    late, soon = found["late"], found["all"] - found["late"]
    told = _("%(late)s late, %(soon)s due within 24 hours") % {"late": number(late), "soon": number(soon)}
    return [
        Figure(
            label=_("Promises at risk"), value=number(found["all"]), address=reverse("promises:index"),
            note=told if found["all"] else _("every promise is on time"), alarming=late > 0,
        )
    ]  # fmt: skip


def _payments(now: datetime) -> list[Figure]:
    """Those that a buyer or a provider left open; and those refused of late, which may have lost a sale."""
    found = rows.PaymentRequest.objects.filter(
        Q(state__in=("requested", "action_required", "waiting", "awaited"))
        | Q(state="refused", requested_at__gte=now - timedelta(days=1))
    ).aggregate(open=Count("pk", filter=~Q(state="refused")), refused=Count("pk", filter=Q(state="refused")))
    note = _("%(refused)s refused since yesterday") % {"refused": number(found["refused"])}
    listed = reverse("payments:index")
    asked = "state=requested&state=action_required&state=waiting&state=awaited"
    return [
        Figure(label=_("Payments that wait"), value=number(found["open"]), note=note, address=f"{listed}?{asked}")
    ]


def _bank(now: datetime) -> list[Figure]:
    count = rows.BankEntry.objects.filter(state__in=("unmatched", "to_return")).count()
    address = f"{reverse('bank:index')}?state=unmatched&state=to_return"
    note = _("of the bank, without an order or to be returned")
    return [Figure(label=_("Movements to decide"), value=number(count), note=note, address=address)] if count else []


def _books(now: datetime) -> list[Figure]:
    since = (now - RECENT).date()
    count = rows.Reconciliation.objects.filter(day__gte=since, differences__gt=0).count()
    address = f"{reverse('books:index')}?result=yes"
    note = _("days of the last thirty on which the provider’s books are not ours")
    label = _("Books that differ")
    return [Figure(label=label, value=number(count), note=note, address=address, alarming=True)] if count else []


def _letters(now: datetime) -> list[Figure]:
    count = rows.DeadLetter.objects.filter(retry_at__isnull=True).count()
    note = _("events that wait for a person")
    address = reverse("letters:index")
    return [
        Figure(label=_("Dead letters"), value=number(count), note=note, address=address, alarming=True)
    ] if count else []  # fmt: skip


def _stock(now: datetime) -> list[Figure]:
    found = left_in_all().aggregate(
        out=Count("variant", filter=Q(left=0)), low=Count("variant", filter=Q(left__gt=0, left__lte=FEW))
    )
    listed = reverse("stock:index")
    return [
        Figure(
            label=pgettext("variants", "Sold out"), value=number(found["out"]), address=f"{listed}?left=nowhere",
            note=_("variants with nothing left anywhere"),
        ),
        Figure(
            label=_("Nearly sold out"), value=number(found["low"]), address=f"{listed}?left=few",
            note=_("variants with three pieces or fewer in all"),
        ),
    ]  # fmt: skip


def _completeness(now: datetime) -> list[Figure]:
    sums = catalog.completeness_sums(now)
    listed = reverse("completeness:index")
    return [
        Figure(
            label=str(catalog.CHANNELS[channel]), value=shares.percent(sums[channel].average / 100),
            note=_("%(poor)s of %(all)s products lack much")
            % {"poor": number(sums[channel].poor), "all": number(sums[channel].products)},
            address=f"{listed}?channel={channel}",
        )
        for channel in catalog.CHANNELS
        if channel in sums
    ]  # fmt: skip


def unfound(now: datetime) -> list[tuple[str, int]]:
    """What was looked for without result of late, the most often first."""
    found = rows.AskedQuery.objects.exclude(words="").filter(without__gt=0, last_on__gte=(now - RECENT).date())
    return list(found.order_by("-without", "words").values_list("words", "without")[:MOST_WORDS])


def number(value: int) -> str:
    return format_decimal(value, locale=access.locale())
