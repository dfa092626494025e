"""Shops and warehouses: when they are open, in a usual week and on single days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import LinkColumn, TextColumn
from comptoir.journal.contracts import Origin
from comptoir.org import facade as org

Spans = tuple[tuple[time, time], ...]
SPAN = re.compile(r"(\d{1,2})[:h](\d{2})\s*[-–]\s*(\d{1,2})[:h](\d{2})")
SPECIAL = re.compile(r"(\d{4}-\d{2}-\d{2})\s*(.*)")
DAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
KINDS = {"shop": _("shop"), "warehouse": _("warehouse")}


class SpansField(forms.CharField):
    """`10:00-13:00, 14:00-19:00`; empty when it is closed."""

    def to_python(self, value: Any) -> Any:
        return read_spans(super().to_python(value) or "")

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else written(value or ())


class HoursForm(forms.Form):
    special = forms.CharField(
        label=_("Single days"), required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A line each: 2026-12-24 10:00-17:00. Without hours it is closed: 2026-12-25."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(DAYS, start=1):
            self.fields[f"day_{number}"] = SpansField(label=name, required=False)
        self.order_fields([f"day_{number}" for number in range(1, 8)] + ["special"])

    def clean_special(self) -> dict[date, Spans]:
        found: dict[date, Spans] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["special"].splitlines())):
            parts = SPECIAL.fullmatch(line)
            try:
                found[date.fromisoformat(parts[1] if parts else "")] = read_spans(parts[2] if parts else "")
            except ValueError as wrong:
                text = _("This line is not a day with its hours: %(line)s") % {"line": line}
                raise forms.ValidationError(text) from wrong
        return found


class PlacesViewSet(CommandViewSet):
    model = rows.Location
    name = "places"
    screen = "places"
    noun, nouns = _("place"), _("Shops and warehouses")
    icon = "home"
    ordering = "position"
    change_form = HoursForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns, lesson=_("Places are made when the shop is set up."), **kwargs
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("Name"), get_url=self.edit_address),
            TextColumn("kind", label=_("Kind"), accessor=lambda row: KINDS[row.kind], sort_key="kind"),
            TextColumn("street", label=_("Street")),
            TextColumn("postcode", label=_("Postcode"), sort_key="postcode"),
            TextColumn("city", label=_("Town"), sort_key="city"),
            TextColumn("special", label=_("Single days"), accessor=lambda row: len(row.special) or ""),
        ]

    def edit_address(self, row: Any) -> str:
        return self.address("edit", row.pk)

    def initial(self, instance: Any) -> dict[str, Any]:
        place = org.place(instance.code)
        days = {f"day_{number}": place.opening.get(number, ()) for number in range(1, 8)}
        return days | {"special": special_lines(place.special)}

    def change(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        opening = {number: spans for number in range(1, 8) if (spans := data[f"day_{number}"])}
        code = rows.Location.objects.get(pk=pk).code
        org.set_hours(code, opening=opening, special=data["special"], origin=origin, now=now)


def read_spans(text: str) -> Spans:
    """Refuses what is no list of spans."""
    found = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        parts = SPAN.fullmatch(part)
        try:
            found.append((time(int(parts[1]), int(parts[2])), time(int(parts[3]), int(parts[4]))) if parts else None)
        except ValueError:
            found.append(None)
    if None in found:
        raise forms.ValidationError(_("Write hours as 10:00-13:00, 14:00-19:00."))
    return tuple(span for span in found if span)


def written(spans: Spans) -> str:
    return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in spans)


def special_lines(special: Mapping[date, Spans]) -> str:
    return "\n".join(f"{day.isoformat()} {written(spans)}".strip() for day, spans in sorted(special.items()))
