"""Promises that are late, or about to be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import DueColumn, LinkColumn, StateColumn, TextColumn, WhenColumn
from comptoir.kit import clock

HORIZON = timedelta(hours=24)
KINDS = {
    "delivery": _("delivery"),
    "collection": _("collection in shop"),
    "collect": _("collection in shop"),
    "refund": _("refund"),
}


class PromiseFilters(WagtailFilterSet):
    kind = django_filters.AllValuesFilter(label=_("Kind"))
    late = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("late", _("late already")), ("soon", _("due within 24 hours"))],
        method="by_lateness",
    )

    class Meta:
        model = rows.Promise
        fields: tuple[str, ...] = ()

    def by_lateness(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        now = clock.now()
        return queryset.filter(due__lt=now) if value == "late" else queryset.filter(due__gte=now)


class PromisesViewSet(CommandViewSet):
    model = rows.Promise
    name = "promises"
    screen = "promises"
    noun, nouns = _("promise at risk"), _("Promises at risk")
    icon = "calendar-check"
    filterset_class = PromiseFilters
    ordering = "due"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=at_risk,
            enriched=with_orders,
            lesson=_("No promise is late or due within 24 hours."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("order", label=_("Order"), get_url=order_url),
            StateColumn("risk", label=_("Risk"), accessor=risk),
            TextColumn("kind", label=_("Kind"), accessor=kind, sort_key="kind"),
            DueColumn("due", label=_("Promised for"), sort_key="due"),
            WhenColumn("made_at", label=_("Promised on"), sort_key="made_at"),
        ]


def at_risk() -> QuerySet[Any]:
    return rows.Promise.objects.filter(state="made", due__lte=clock.now() + HORIZON)


def with_orders(found: list[Any]) -> list[Any]:
    about = {row.subject_id for row in found if row.subject_kind == "order"}
    numbers = dict(rows.Order.objects.filter(pk__in=about).values_list("pk", "number"))
    withdrawn = {row.subject_id for row in found if row.subject_kind == "withdrawal"}
    if withdrawn:
        numbers |= dict(rows.Withdrawal.objects.filter(pk__in=withdrawn).values_list("pk", "order_number"))
    for row in found:
        row.order = numbers.get(row.subject_id, "")
    return found


def order_url(row: Any) -> str | None:
    pages = {"order": "orders:order", "withdrawal": "withdrawals:withdrawal"}
    page = pages.get(row.subject_kind)
    return reverse(page, args=(row.subject_id,)) if page else None


def risk(row: Any) -> tuple[str, Any]:
    return ("broken", _("late")) if row.due < clock.now() else ("pending", _("due soon"))


def kind(row: Any) -> Any:
    return KINDS.get(row.kind, row.kind)
