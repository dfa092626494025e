"""Charges that a customer's bank asks about or took back. Read only: evidence is given at the provider."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import LinkColumn, MoneyColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.payments import MOST_ORDERS, order_url, with_orders
from comptoir.kit.money import Money

STATES = [
    ("open", pgettext_lazy("dispute", "open")),
    ("lost", pgettext_lazy("dispute", "lost")),
    ("won", pgettext_lazy("dispute", "won")),
]
STATE_WORDS = dict(STATES)


class DisputeFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=forms.CheckboxSelectMultiple)
    opened_at = django_filters.DateFromToRangeFilter(label=_("Opened"), widget=DateRangePickerWidget)

    class Meta:
        model = rows.Dispute
        fields: tuple[str, ...] = ()


class DisputesViewSet(CommandViewSet):
    model = rows.Dispute
    name = "disputes"
    screen = "disputes"
    noun, nouns = _("dispute"), _("Disputes")
    icon = "warning"
    filterset_class = DisputeFilters
    ordering = "-opened_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            enriched=with_orders,
            searched=by_order_or_reference,
            lesson=_("No payment is disputed. When a customer's bank takes one back, its provider tells us here."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("order", label=_("Order"), get_url=order_url),
            StateColumn("state", label=_("State"), accessor=state, sort_key="state"),
            MoneyColumn("amount", label=_("Disputed"), accessor=amount, sort_key="amount_minor"),
            MoneyColumn("withheld", label=_("Withheld"), accessor=withheld, sort_key="withheld_minor"),
            TextColumn("reason", label=_("Reason")),
            WhenColumn("opened_at", label=_("Opened"), sort_key="opened_at"),
            WhenColumn("closed_at", label=_("Closed"), sort_key="closed_at"),
            TextColumn("reference", label=_("Provider’s reference")),
        ]


def by_order_or_reference(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    text = text.strip()
    numbered = rows.Order.objects.filter(number__startswith=text.upper()).values_list("pk", flat=True)[:MOST_ORDERS]
    return queryset.filter(reference=text) | queryset.filter(order_id__in=list(numbered))


def state(row: Any) -> tuple[str, Any]:
    return f"dispute_{row.state}", STATE_WORDS[row.state]


def withheld(row: Any) -> Money:
    return Money(row.withheld_minor, row.currency)


def amount(row: Any) -> Money:
    return Money(row.amount_minor, row.currency)
