"""The list of orders: what it can be asked for, saved searches, its table for a spreadsheet."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import View
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from comptoir.accounts import facade as accounts
from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.channel_names import channel_name
from comptoir.channels.backoffice.lists import ListView
from comptoir.channels.backoffice.screens.periods import Days
from comptoir.kit import clock
from comptoir.orders import facade as orders

STATES = [
    ("pending", pgettext_lazy("order", "Waiting for payment")),
    ("confirmed", pgettext_lazy("order", "Confirmed")),
    ("ready", pgettext_lazy("order", "Ready to collect")),
    ("partly_shipped", pgettext_lazy("order", "Partly shipped")),
    ("shipped", pgettext_lazy("order", "Shipped")),
    ("partly_delivered", pgettext_lazy("order", "Partly delivered")),
    ("delivered", pgettext_lazy("order", "Delivered")),
    ("cancelled", pgettext_lazy("order", "Cancelled")),
    ("expired", pgettext_lazy("order", "Expired")),
]
STATE_WORDS = dict(STATES) | {"refunded": pgettext_lazy("order", "Refunded")}
# The orders that figures of sales count, as this list is asked for them.
STANDS = "&".join(f"state={code}" for code, _word in STATES if code not in ("pending", "cancelled", "expired"))
DISPUTES = [
    ("open", pgettext_lazy("dispute", "open")),
    ("lost", pgettext_lazy("dispute", "lost")),
    ("won", pgettext_lazy("dispute", "won")),
]
BUYERS = [("new", _("ordered for the first time")), ("again", _("had ordered before"))]
ACTIONS = [
    ("prepare", _("Prepare")),
    ("ready", _("Mark as ready")),
    ("ship", _("Mark as shipped")),
    ("tag", _("Put a tag")),
    ("untag", _("Take a tag off")),
    ("cancel", _("Cancel")),
]


def standing(days: Days) -> str:
    """The orders of these days that stand, as a query of the list."""
    return f"placed_at_from={days.since}&placed_at_to={days.until}&{STANDS}"


def searched(found: QuerySet[Any], text: str, user: Any) -> QuerySet[Any]:
    """What the account may look for: names, e-mails and telephones only who sees them."""
    return found.filter(orders.matching(text, personal=access.may(user, "orders", "contact")))


def channel_choices() -> list[tuple[str, str]]:
    return [(code, channel_name(code)) for code in orders.channels(access.market().code)]


def tag_choices() -> list[tuple[str, str]]:
    return [(name, name) for name in orders.tags()]


class OrderFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=forms.CheckboxSelectMultiple)
    channel = django_filters.ChoiceFilter(label=_("Channel"), choices=channel_choices)
    tag = django_filters.ChoiceFilter(label=_("Tag"), choices=tag_choices, method="with_tag")
    due = django_filters.BooleanFilter(
        label=_("A change waits for its payment"), method="that_wait", widget=forms.CheckboxInput, initial=False
    )
    refunded = django_filters.BooleanFilter(
        label=_("Refunded in full"), method="that_are_refunded", widget=forms.CheckboxInput, initial=False
    )
    dispute = django_filters.ChoiceFilter(label=_("Disputed payment"), choices=DISPUTES)
    buyer = django_filters.ChoiceFilter(label=_("Buyer"), choices=BUYERS, method="of_buyer")
    first = django_filters.DateFromToRangeFilter(
        label=_("The buyer’s first order"), method="of_first", widget=DateRangePickerWidget
    )
    first_channel = django_filters.ChoiceFilter(
        label=_("Channel of the buyer’s first order"), choices=channel_choices, method="of_first_channel"
    )
    logged_in = django_filters.BooleanFilter(label=_("Buyer was logged in"))
    placed_at = django_filters.DateFromToRangeFilter(label=_("Placed"), widget=DateRangePickerWidget)
    promised_by = django_filters.DateFromToRangeFilter(
        label=_("Promised for"), method="promised_between", widget=DateRangePickerWidget
    )

    class Meta:
        model = rows.Order
        fields: tuple[str, ...] = ()

    def with_tag(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(orders.tagged(value))

    def of_buyer(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(orders.of_returning() if value == "again" else ~orders.of_returning())

    def of_first(self, queryset: QuerySet[Any], name: str, value: slice) -> QuerySet[Any]:
        return queryset.filter(orders.of_first_between(value.start, value.stop))

    def of_first_channel(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(orders.of_first_channel(value))

    def promised_between(self, queryset: QuerySet[Any], name: str, value: slice) -> QuerySet[Any]:
        ends = {"promised_by__gte": value.start, "promised_by__lte": value.stop}
        return queryset.filter(orders.with_a_day(), **{end: day for end, day in ends.items() if day})

    def that_are_refunded(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return queryset.filter(orders.refunded()) if value else queryset

    def that_wait(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return queryset.filter(due_until__isnull=False, state="confirmed") if value else queryset


class PickColumn(Column):
    """A box that belongs to the form of actions below the list; never in a spreadsheet."""

    cell_template_name = "backoffice/cells/pick.html"


class OrdersList(ListView):
    results_template_name = "backoffice/orders_results.html"
    template_name = "backoffice/orders_list.html"
    is_searchable = True

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return searched(queryset, self.search_query, self.request.user) if self.is_searching else queryset

    @cached_property
    def header_buttons(self) -> list[Any]:
        query = self.request.GET.urlencode()
        return [
            *super().header_buttons,
            HeaderButton(_("Export with lines"), url=f"{reverse('orders:export')}?{query}", icon_name="download"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.copy()
        query.pop("p", None)
        query.pop("_w_filter_fragment", None)
        return super().get_context_data(
            saved=orders.filters(access.origin(self.request).actor),
            query=query.urlencode(),
            bulk_actions=ACTIONS if access.may(self.request.user, "orders", "change") else [],
            known_tags=orders.tags(),
            reasons=[(code, name.read(access.locale())) for code, name in orders.REASONS.items()],
            **kwargs,
        )


class ExportView(PermissionCheckedMixin, View):
    """What the list shows, line by line; without the right to see buyers their columns stay empty, with it the
    journal keeps that their names left as a file."""

    permission_required = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | StreamingHttpResponse:
        found = OrderFilters(request.GET, queryset=rows.Order.objects.all(), request=request)
        queryset = found.qs if found.is_valid() else rows.Order.objects.none()
        if text := request.GET.get("q", "").strip():
            queryset = searched(queryset, text, request.user)
        personal, now = access.may(request.user, "orders", "contact"), clock.now()
        if personal and request.user.pk:
            accounts.note_export(
                request.user.pk, screen="orders", form="csv", rows=queryset.count(), origin=access.origin(request),
                now=now,
            )  # fmt: skip
        lines = orders.export_rows(queryset, locale=access.locale(), personal=personal, until=now)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="orders.csv"'
        return answer

