"""What may be sold before it is here, and what is on its way."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton

from comptoir.channels.backoffice import access, articles, days, rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, DayColumn, LinkColumn, StateColumn, TextColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.stock import AHEAD_WORDS, by_article, place_choices
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import IncomingDraft, WaitingInfo
from comptoir.journal.contracts import Origin
from comptoir.kit import clock

STATES = [("announced", _("announced")), ("received", _("received")), ("cancelled", _("cancelled"))]
STATE_WORDS = dict(STATES) | {"late": _("late")}


class AheadForm(forms.Form):
    sku = forms.CharField(label=_("SKU or bar code"), max_length=100)
    kind = forms.ChoiceField(label=_("Sold as"), choices=list(AHEAD_WORDS.items()))
    location = forms.ChoiceField(label=_("Comes to"), choices=place_choices)
    most = forms.IntegerField(
        label=_("Pieces at most"), min_value=0, help_text=_("Promised at the same time. Zero ends the sale.")
    )
    sent_from = forms.DateField(
        label=_("Sent from"), required=False, widget=AdminDateInput,
        help_text=_("Without a day it is sold against what is announced to come in."),
    )  # fmt: skip


class AheadFilters(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Sold as"), choices=list(AHEAD_WORDS.items()))
    location = django_filters.ChoiceFilter(label=_("Place"), choices=place_choices)

    class Meta:
        model = rows.SaleAhead
        fields: tuple[str, ...] = ()


class WaitingPage(ScreenPage):
    """Every order that waits for pieces, the longest first, and what is to serve it."""

    template_name = "backoffice/waiting.html"
    page_title = _("Orders that wait")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = inventory.waiting()
        called = articles.names({line.variant_id for line in found})
        numbers = dict(
            rows.Order.objects.filter(pk__in=[line.order_id for line in found]).values_list("pk", "number")
        )
        shown = [
            (line, called[line.variant_id], numbers.get(line.order_id, ""), in_time(line)) for line in found
        ]
        return super().get_context_data(waiting=shown, **kwargs)


class AheadViewSet(CommandViewSet):
    model = rows.SaleAhead
    name = "ahead"
    screen = "ahead"
    noun, nouns = _("sale ahead"), _("Sold ahead")
    adding = _("Sell ahead")
    icon = "calendar-alt"
    filterset_class = AheadFilters
    ordering = "variant__sku"
    create_form = AheadForm
    change_form = AheadForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.SaleAhead.objects.select_related("variant__product", "location"),
            searched=by_article,
            buttons_of=lambda request: [
                HeaderButton(_("Orders that wait"), url=reverse("ahead:waiting"), icon_name="history")
            ],
            lesson=_("Nothing is sold before it is here. Add a pre-order or a back-order to start."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("sku", label=_("SKU"), accessor="variant.sku", get_url=ahead_url, sort_key="variant__sku"),
            TextColumn("product", label=_("Product"), accessor="variant.product.name"),
            TextColumn("market", label=_("Market")),
            TextColumn("kind", label=_("Sold as"), accessor=lambda row: AHEAD_WORDS[row.kind]),
            TextColumn("place", label=_("Comes to"), accessor="location.name"),
            DayColumn("sent_from", label=_("Sent from"), sort_key="sent_from"),
            CountColumn("promised", label=_("Promised"), sort_key="promised"),
            CountColumn("most", label=_("At most"), sort_key="most"),
        ]

    def initial(self, instance: Any) -> dict[str, Any]:
        return {
            "sku": instance.variant.sku, "kind": instance.kind, "location": str(instance.location_id),
            "most": instance.most, "sent_from": instance.sent_from,
        }  # fmt: skip

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        inventory.sell_ahead(
            articles.called(data["sku"]), market=access.market().code, location_id=UUID(data["location"]),
            kind=data["kind"], most=data["most"], sent_from=data["sent_from"], origin=origin, now=now,
        )  # fmt: skip

    def change(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        sale = rows.SaleAhead.objects.get(pk=pk)
        inventory.sell_ahead(
            sale.variant_id, market=sale.market, location_id=UUID(data["location"]), kind=data["kind"],
            most=data["most"], sent_from=data["sent_from"], origin=origin, now=now,
        )  # fmt: skip

    def extra_urls(self) -> list[URLPattern]:
        return [path("waiting/", self.page(WaitingPage, header_icon="history"), name="waiting")]


class IncomingFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=forms.CheckboxSelectMultiple)
    location = django_filters.ChoiceFilter(label=_("Place"), choices=place_choices)
    late = django_filters.ChoiceFilter(label=_("Late"), choices=[("late", _("late"))], method="by_lateness")

    class Meta:
        model = rows.Incoming
        fields: tuple[str, ...] = ()

    def by_lateness(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(state="announced", expected_on__lt=clock.now().date())


class AnnounceForm(forms.Form):
    external_id = forms.CharField(label=_("Line number"), max_length=100, help_text=_("As your other system calls it."))
    reference = forms.CharField(label=_("Document"), max_length=100)
    sku = forms.CharField(label=_("SKU or bar code"), max_length=100)
    location = forms.ChoiceField(label=_("Comes to"), choices=place_choices)
    expected = forms.IntegerField(label=_("Pieces"), min_value=1)
    expected_on = forms.DateField(label=_("Expected on"), widget=AdminDateInput)


class ChangeForm(forms.Form):
    reference = forms.CharField(label=_("Document"), max_length=100)
    expected = forms.IntegerField(label=_("Pieces"), min_value=1)
    expected_on = forms.DateField(label=_("Expected on"), widget=AdminDateInput)


class ArrivedForm(forms.Form):
    quantity = forms.IntegerField(label=_("Pieces that came"), min_value=1)


class IncomingPage(ScreenPage):
    """One announced line and what may be done with it."""

    template_name = "backoffice/facts.html"

    @cached_property
    def line(self) -> Any:
        found = rows.Incoming.objects.select_related("variant__product", "location").filter(pk=self.kwargs["pk"])
        if not found:
            raise Http404
        return found[0]

    def get_page_title(self) -> str:
        return str(self.line.external_id)

    def actions(self) -> list[tuple[str, Any, str]]:
        if self.line.state != "announced":
            return []
        return [
            ("receive", _("Receive"), "change"), ("edit", _("Change"), "change"),
            ("cancel", _("The rest will not come"), "change"),
        ]  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line, said = self.line, access.locale()
        facts = [
            (_("Document"), line.reference), (_("SKU"), line.variant.sku),
            (_("Product"), line.variant.product.name.read(said)), (_("Comes to"), line.location.name.read(said)),
            (_("Expected on"), days.day(line.expected_on)), (_("Pieces"), line.expected),
            (_("Received"), line.received),
        ]  # fmt: skip
        return super().get_context_data(title=line.external_id, facts=facts, state=state(line), **kwargs)


class IncomingViewSet(CommandViewSet):
    model = rows.Incoming
    name = "incoming"
    screen = "incoming"
    noun, nouns = _("incoming line"), _("Incoming")
    adding = _("Announce goods")
    icon = "download"
    filterset_class = IncomingFilters
    ordering = "expected_on"
    create_form = AnnounceForm
    change_form = ChangeForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.Incoming.objects.select_related("variant__product", "location").annotate(
                missing=F("expected") - F("received")
            ),
            searched=by_line,
            lesson=_("Nothing is on its way. Announce what suppliers will bring, and when."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("external_id", label=_("Line number"), get_url=incoming_url, sort_key="external_id"),
            TextColumn("reference", label=_("Document"), sort_key="reference"),
            TextColumn("sku", label=_("SKU"), accessor="variant.sku", sort_key="variant__sku"),
            TextColumn("product", label=_("Product"), accessor="variant.product.name"),
            TextColumn("place", label=_("Comes to"), accessor="location.name"),
            StateColumn("state", label=_("State"), accessor=state),
            DayColumn("expected_on", label=_("Expected on"), sort_key="expected_on"),
            CountColumn("expected", label=_("Pieces"), sort_key="expected"),
            CountColumn("received", label=_("Received"), sort_key="received"),
        ]

    def initial(self, instance: Any) -> dict[str, Any]:
        return {
            "reference": instance.reference, "expected": instance.expected, "expected_on": instance.expected_on,
        }  # fmt: skip

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        draft = IncomingDraft(
            external_id=data["external_id"], reference=data["reference"], variant_id=articles.called(data["sku"]),
            location_id=UUID(data["location"]), expected=data["expected"], expected_on=data["expected_on"],
        )  # fmt: skip
        inventory.announce_incoming([draft], origin=origin, now=now)

    def change(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        line = rows.Incoming.objects.get(pk=pk)
        draft = IncomingDraft(
            external_id=line.external_id, reference=data["reference"], variant_id=line.variant_id,
            location_id=line.location_id, expected=data["expected"], expected_on=data["expected_on"],
        )  # fmt: skip
        inventory.announce_incoming([draft], origin=origin, now=now)

    def receive(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        inventory.receive_incoming(called(pk), data["quantity"], origin=origin, now=now)

    def cancel(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        inventory.cancel_incoming(called(pk), origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": called, "back_of": incoming_page}
        return [
            path("<uuid:pk>/", self.page(IncomingPage, header_icon=self.icon), name="line"),
            self.action(
                "receive", self.receive, page_title=_("Receive"), button=_("They are here"), form_class=ArrivedForm,
                explanation=_("They go to the orders that wait for them first, in their order."),
                verb_done=_("The pieces are received."), **common,
            ),
            self.action(
                "cancel", self.cancel, page_title=_("The rest will not come"), button=_("It will not come"),
                explanation=_("Orders that wait for these pieces go on waiting for what comes next."),
                serious=True, verb_done=_("The rest is cancelled."), **common,
            ),
        ]  # fmt: skip


def in_time(line: WaitingInfo) -> bool:
    """Whether what is announced comes before the day that was told."""
    return line.expected_on is not None and line.expected_on < line.ready_on


def ahead_url(row: Any) -> str:
    return reverse("ahead:edit", args=(row.pk,))


def incoming_page(pk: UUID) -> str:
    return reverse("incoming:line", args=(pk,))


def incoming_url(row: Any) -> str:
    return incoming_page(row.pk)


def state(row: Any) -> tuple[str, Any]:
    late = row.state == "announced" and row.expected_on < clock.now().date()
    shown = "late" if late else row.state
    return shown, STATE_WORDS[shown]


def by_line(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    """The line's number or document from its start, or an article."""
    text = text.strip()
    named = Q(external_id__istartswith=text) | Q(reference__istartswith=text)
    return queryset.filter(named) | by_article(queryset, text)


def called(pk: UUID) -> str:
    line: str = rows.Incoming.objects.values_list("external_id", flat=True).get(pk=pk)
    return line
