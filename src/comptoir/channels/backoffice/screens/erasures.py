"""Erasures: who asked to be forgotten (without a name), how far it is, and what it waits for."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, StateColumn, TextColumn, WhenColumn


class ErasureFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=rows.Erasure.State.choices)
    cause = django_filters.ChoiceFilter(label=_("Why"), choices=rows.Erasure.Cause.choices)
    asked_at = django_filters.DateFromToRangeFilter(label=_("Asked"), widget=DateRangePickerWidget)

    class Meta:
        model = rows.Erasure
        fields: tuple[str, ...] = ()


class ErasuresViewSet(CommandViewSet):
    model = rows.Erasure
    name = "erasures"
    screen = "erasures"
    noun, nouns = _("erasure"), _("Erasures")
    icon = "bin"
    filterset_class = ErasureFilters
    ordering = "-asked_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            searched=lambda found, text: found.filter(id__istartswith=text.strip()),
            lesson=_("Nobody has asked to be forgotten. People do it from their account, under “Your data”."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            TextColumn("id", label=_("Number"), accessor=lambda row: str(row.id)),
            StateColumn("state", label=_("State"), accessor=lambda row: (row.state, row.get_state_display())),
            TextColumn("cause", label=_("Why"), accessor=lambda row: row.get_cause_display(), sort_key="cause"),
            WhenColumn("asked_at", label=_("Asked"), sort_key="asked_at"),
            TextColumn("waits_until", label=_("Waits until"), sort_key="waits_until"),
            CountColumn("gone", label=_("Entries erased"), accessor=lambda row: sum(row.done.values())),
            WhenColumn("done_at", label=_("Done"), sort_key="done_at"),
        ]
