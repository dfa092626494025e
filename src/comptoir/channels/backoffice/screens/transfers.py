"""Transfers between places: announced, sent, received with their differences."""

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
from wagtail.admin.widgets import AdminDateInput

from comptoir.channels.backoffice import articles, days, rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import DayColumn, LinkColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.stock import place_choices
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import TransferDraft, TransferInfo
from comptoir.journal.contracts import Origin
from comptoir.kit.refusals import NotFound

STATES = [
    ("announced", _("announced")), ("sent", _("on its way")), ("received", _("received")),
    ("cancelled", _("cancelled")),
]  # fmt: skip
STATE_WORDS = dict(STATES)


class TransferFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=forms.CheckboxSelectMultiple)
    source = django_filters.ChoiceFilter(label=_("From"), choices=place_choices)
    target = django_filters.ChoiceFilter(label=_("To"), choices=place_choices)

    class Meta:
        model = rows.Transfer
        fields: tuple[str, ...] = ()


class TransferForm(forms.Form):
    reference = forms.CharField(label=_("Reference"), max_length=100)
    source = forms.ChoiceField(label=_("From"), choices=place_choices)
    target = forms.ChoiceField(label=_("To"), choices=place_choices)
    expected_on = forms.DateField(label=_("Expected on"), widget=AdminDateInput)
    lines = forms.CharField(
        label=_("Articles"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One on each line: SKU or bar code, a space, pieces."),
    )  # fmt: skip


class PiecesForm(forms.Form):
    """How many of each article; what was announced or sent stands there already."""

    def __init__(self, *args: Any, expected: dict[UUID, int], called: dict[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for variant_id, pieces in expected.items():
            self.fields[str(variant_id)] = forms.IntegerField(label=called[variant_id], min_value=0, initial=pieces)


class TransferPage(ScreenPage):
    template_name = "backoffice/facts.html"

    @cached_property
    def transfer(self) -> TransferInfo:
        try:
            return inventory.transfer(self.kwargs["pk"])
        except NotFound as refusal:
            raise Http404 from refusal

    def get_page_title(self) -> str:
        return self.transfer.reference

    def actions(self) -> list[tuple[str, Any, str]]:
        if self.transfer.state == "announced":
            return [("send", _("Send"), "change"), ("cancel", _("Cancel"), "change")]
        return [("receive", _("Receive"), "change")] if self.transfer.state == "sent" else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, places = self.transfer, articles.place_names()
        called = articles.names([line.variant_id for line in found.lines])
        facts: list[tuple[Any, Any]] = [
            (_("From"), places[found.source_id]), (_("To"), places[found.target_id]),
            (_("Expected on"), days.day(found.expected_on)),
        ]  # fmt: skip
        if found.state == "received":
            facts.append((_("Missing"), found.missing))
        return super().get_context_data(
            title=found.reference,
            facts=facts,
            state=(found.state, STATE_WORDS[found.state]),
            headings=[_("SKU"), _("Product"), _("Announced"), _("Sent"), _("Received")],
            lines=[(*called[line.variant_id], line.announced, line.sent, line.received) for line in found.lines],
            **kwargs,
        )


class TransfersViewSet(CommandViewSet):
    model = rows.Transfer
    name = "transfers"
    screen = "transfers"
    noun, nouns = _("transfer"), _("Transfers")
    adding = _("Announce a transfer")
    icon = "resubmit"
    filterset_class = TransferFilters
    ordering = "-announced_at"
    create_form = TransferForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.Transfer.objects.select_related("source", "target"),
            searched=by_reference,
            lesson=_("Nothing goes from one place to another yet. Announce the first transfer."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("reference", label=_("Reference"), get_url=transfer_url, sort_key="reference"),
            StateColumn("state", label=_("State"), accessor=lambda row: (row.state, STATE_WORDS[row.state])),
            TextColumn("source", label=_("From"), accessor="source.name"),
            TextColumn("target", label=_("To"), accessor="target.name"),
            DayColumn("expected_on", label=_("Expected on"), sort_key="expected_on"),
            WhenColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
            WhenColumn("received_at", label=_("Received"), sort_key="received_at"),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        draft = TransferDraft(
            reference=data["reference"], source_id=UUID(data["source"]), target_id=UUID(data["target"]),
            expected_on=data["expected_on"], lines=tuple(articles.listed(data["lines"]).items()),
        )  # fmt: skip
        inventory.announce_transfer(draft, origin=origin, now=now)

    def send(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        inventory.send_transfer(pk, given(data), origin=origin, now=now)

    def receive(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        inventory.receive_transfer(pk, given(data), origin=origin, now=now)

    def cancel(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        inventory.cancel_transfer(pk, origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": transfer_page}
        return [
            path("<uuid:pk>/", self.page(TransferPage, header_icon=self.icon), name="transfer"),
            self.action(
                "send", self.send, page_title=_("Send"), button=_("They have left"), form_class=PiecesForm,
                form_kwargs_of=to_send, explanation=_("The pieces leave the stock of their place."),
                verb_done=_("The transfer is on its way."), **common,
            ),
            self.action(
                "receive", self.receive, page_title=_("Receive"), button=_("They are here"), form_class=PiecesForm,
                form_kwargs_of=to_receive, explanation=_("Say what really arrived; the difference stays visible."),
                verb_done=_("The transfer is received."), **common,
            ),
            self.action(
                "cancel", self.cancel, page_title=_("Cancel the transfer"), button=_("Cancel the transfer"),
                explanation=_("Nothing has left yet, and nothing will."), serious=True,
                verb_done=_("The transfer is cancelled."), **common,
            ),
        ]  # fmt: skip


def given(data: dict[str, Any]) -> dict[UUID, int]:
    return {UUID(variant_id): pieces for variant_id, pieces in data.items()}


def to_send(pk: UUID) -> dict[str, Any]:
    return _form_of({line.variant_id: line.announced for line in inventory.transfer(pk).lines})


def to_receive(pk: UUID) -> dict[str, Any]:
    return _form_of({line.variant_id: line.sent for line in inventory.transfer(pk).lines})


def _form_of(expected: dict[UUID, int]) -> dict[str, Any]:
    called = {variant_id: f"{sku}, {name}" for variant_id, (sku, name) in articles.names(expected).items()}
    return {"expected": expected, "called": called}


def transfer_page(pk: UUID) -> str:
    return reverse("transfers:transfer", args=(pk,))


def transfer_url(row: Any) -> str:
    return transfer_page(row.pk)


def subject(pk: UUID) -> str:
    return inventory.transfer(pk).reference


def by_reference(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    return queryset.filter(reference__icontains=text.strip())
