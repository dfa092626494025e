"""Counts: two people enter what they find, on a telephone if they like; somebody approves the differences."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import articles, rows
from comptoir.channels.backoffice.commands import ActionView, CommandViewSet
from comptoir.channels.backoffice.lists import LinkColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.stock import place_choices
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import CountInfo
from comptoir.journal.contracts import Origin
from comptoir.kit.refusals import NotFound

STATES = [
    ("open", _("being counted")), ("compared", _("to be decided")), ("approved", _("approved")),
    ("cancelled", _("cancelled")),
]  # fmt: skip
STATE_WORDS = dict(STATES)
MOST_SHOWN = 500


class CountFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=forms.CheckboxSelectMultiple)
    location = django_filters.ChoiceFilter(label=_("Place"), choices=place_choices)

    class Meta:
        model = rows.Count
        fields: tuple[str, ...] = ()


class OpenForm(forms.Form):
    location = forms.ChoiceField(label=_("Place"), choices=place_choices)
    section = forms.CharField(label=_("Section"), max_length=100, required=False)
    lines = forms.CharField(
        label=_("Articles"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One SKU or bar code on each line. Without any, all that the place holds."),
    )  # fmt: skip


class FigureForm(forms.Form):
    code = forms.CharField(
        label=_("SKU or bar code"), max_length=100,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    pieces = forms.IntegerField(
        label=_("Pieces"), min_value=0, initial=1, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    add = forms.ChoiceField(
        label=_("How"), initial="add", widget=forms.RadioSelect,
        choices=[("add", _("Add to what I counted")), ("set", _("This is the whole figure"))],
    )  # fmt: skip


class DecideForm(forms.Form):
    code = forms.CharField(label=_("SKU or bar code"), max_length=100)
    pieces = forms.IntegerField(label=_("Pieces that are here now"), min_value=0)


class CountingView(ActionView):
    """The page that a counter keeps open: scan, number, next."""

    template_name = "backoffice/counting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reader = f"staff:{self.request.user.pk}"
        found = inventory.count(self.kwargs["pk"], reader=reader)
        turn = found.turn if found.state == "open" else 3
        called = articles.names([line.variant_id for line in found.lines])
        own = {line.variant_id: line.figures[turn][1] for line in found.lines if turn in line.figures}
        wanted = found.differing if found.state == "compared" else tuple(line.variant_id for line in found.lines)
        left = [called[variant_id] for variant_id in wanted if found.state != "open" or variant_id not in own]
        entered = [(called[variant_id], pieces) for variant_id, pieces in own.items()]
        return super().get_context_data(entered=entered, left=left[:MOST_SHOWN], **kwargs)


class CountPage(ScreenPage):
    template_name = "backoffice/facts.html"

    @cached_property
    def count(self) -> CountInfo:
        try:
            return inventory.count(self.kwargs["pk"], reader=f"staff:{self.request.user.pk}")
        except NotFound as refusal:
            raise Http404 from refusal

    def get_page_title(self) -> str:
        return subject(self.count.id)

    def actions(self) -> list[tuple[str, Any, str]]:
        cancel = ("cancel", _("Cancel"), "approve")
        if self.count.state == "open":
            return [("figure", _("Count"), "change"), ("finish", _("I am done"), "change"), cancel]
        if self.count.state == "compared":
            return [
                ("figure", _("Count again"), "change"), ("decide", _("Decide"), "approve"),
                ("approve", _("Approve"), "approve"), cancel,
            ]  # fmt: skip
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, staff = self.count, rows.staff_names(set(self.count.counters))
        called = articles.names([line.variant_id for line in found.lines])
        counters = [staff.get(name, name) for name in found.counters if name]
        facts = [
            (_("Place"), articles.place_names()[found.location_id]), (_("Counters"), ", ".join(counters) or "0"),
            (_("Articles"), len(found.lines)), (_("Differing"), len(found.differing) if found.state != "open" else ""),
        ]  # fmt: skip
        return super().get_context_data(
            title=subject(found.id),
            facts=facts,
            state=(found.state, STATE_WORDS[found.state]),
            headings=[_("SKU"), _("Product"), _("First"), _("Second"), _("Again"), _("Decided"), _("Difference")],
            lines=[
                (
                    *called[line.variant_id],
                    *(line.figures[turn][1] if turn in line.figures else "" for turn in (1, 2, 3, 4)),
                    "" if line.difference is None else line.difference,
                )
                for line in found.lines
            ],
            **kwargs,
        )


class CountsViewSet(CommandViewSet):
    model = rows.Count
    name = "counts"
    screen = "counts"
    noun, nouns = _("count"), _("Counts")
    adding = _("Open a count")
    icon = "tasks"
    filterset_class = CountFilters
    ordering = "-opened_at"
    create_form = OpenForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.Count.objects.select_related("location"),
            searched=by_section,
            lesson=_("Nothing was counted yet. Open a count, then let two people count on their own."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("place", label=_("Place"), accessor="location.name", get_url=count_url),
            TextColumn("section", label=_("Section"), sort_key="section"),
            StateColumn("state", label=_("State"), accessor=lambda row: (row.state, STATE_WORDS[row.state])),
            WhenColumn("opened_at", label=_("Opened"), sort_key="opened_at"),
            WhenColumn("ended_at", label=_("Ended"), sort_key="ended_at"),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        inventory.open_count(
            UUID(data["location"]), section=data["section"], variant_ids=list(articles.listed(data["lines"])),
            origin=origin, now=now,
        )  # fmt: skip

    def figure(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        inventory.enter_figure(
            pk, articles.called(data["code"], "code"), data["pieces"], counter=origin.actor,
            add=data["add"] == "add", origin=origin, now=now,
        )  # fmt: skip

    def finish(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        inventory.finish_count(pk, counter=origin.actor, origin=origin, now=now)

    def decide(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        variant_id = articles.called(data["code"], "code")
        inventory.decide_figure(pk, variant_id, data["pieces"], origin=origin, now=now)

    def approve(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        inventory.approve_count(pk, origin=origin, now=now)

    def cancel(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        inventory.cancel_count(pk, origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": count_page}
        counting = self.page(
            CountingView, command=self.figure, header_icon=self.icon, page_title=_("Count"), button=_("Next"),
            explanation=_("Scan or type an article and say how many you found. Nobody sees your figures yet."),
            form_class=FigureForm, verb_done=_("Counted."), subject_of=subject,
            back_of=lambda pk: reverse("counts:figure", args=(pk,)),
        )  # fmt: skip
        return [
            path("<uuid:pk>/", self.page(CountPage, header_icon=self.icon), name="count"),
            path("<uuid:pk>/figure/", counting, name="figure"),
            self.action(
                "finish", self.finish, page_title=_("I am done"), button=_("I am done"),
                explanation=_("What you did not enter counts as not found. You cannot change your figures afterwards."),
                verb_done=_("Thank you, your count is closed."), **common,
            ),
            self.action(
                "decide", self.decide, page_title=_("Decide"), button=_("Decide"), form_class=DecideForm,
                explanation=_("Your figure counts instead of those that differ."), permission_required="approve",
                verb_done=_("The figure is decided."), **common,
            ),
            self.action(
                "approve", self.approve, page_title=_("Approve the count"), button=_("Book the differences"),
                explanation=_("Each difference becomes a movement. What was sold meanwhile stays sold."),
                permission_required="approve", verb_done=_("The differences are booked."), **common,
            ),
            self.action(
                "cancel", self.cancel, page_title=_("Cancel the count"), button=_("Cancel the count"),
                explanation=_("Nothing of it is booked."), serious=True, permission_required="approve",
                verb_done=_("The count is cancelled."), **common,
            ),
        ]  # fmt: skip


def count_page(pk: UUID) -> str:
    return reverse("counts:count", args=(pk,))


def count_url(row: Any) -> str:
    return count_page(row.pk)


def subject(pk: UUID) -> str:
    found = inventory.count(pk)
    place = articles.place_names()[found.location_id]
    return f"{place}, {found.section}" if found.section else place


def by_section(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    return queryset.filter(section__icontains=text.strip())
