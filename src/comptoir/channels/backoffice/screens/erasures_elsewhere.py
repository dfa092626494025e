"""What collectors outside have to erase, since somebody was erased here: a task each, with the proof of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import LinkColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.forwarding import facade as forwarding
from comptoir.forwarding.contracts import ToEraseInfo
from comptoir.journal.contracts import Origin
from comptoir.kit.refusals import NotFound

STATE_WORDS = {"open": _("to be done"), "confirmed": _("confirmed")}


class ToEraseFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=rows.ToErase.State.choices)

    class Meta:
        model = rows.ToErase
        fields: tuple[str, ...] = ()


class ProofForm(forms.Form):
    proof = forms.CharField(
        label=_("What proves it"), max_length=500,
        help_text=_("The number of your request there, the date of their answer. The person sees it on their page."),
    )  # fmt: skip


class ToErasePage(ScreenPage):
    template_name = "backoffice/erasure_elsewhere.html"
    header_icon = "bin"

    @cached_property
    def asked(self) -> ToEraseInfo:
        return found(self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.asked.destination

    def actions(self) -> list[tuple[str, Any, str]]:
        return [("confirm", _("It is erased there"), "change")] if self.asked.state == "open" else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = rows.staff_names({self.asked.confirmed_by} - {""})
        return super().get_context_data(
            asked=self.asked, state=(self.asked.state, STATE_WORDS[self.asked.state]),
            who=names.get(self.asked.confirmed_by, self.asked.confirmed_by), **kwargs,
        )  # fmt: skip


class ErasuresElsewhereViewSet(CommandViewSet):
    model = rows.ToErase
    name = "erasures_elsewhere"
    screen = "erasures_elsewhere"
    noun, nouns, plural = _("erasure elsewhere"), _("Erasures elsewhere"), _("Erasures elsewhere")
    icon = "bin"
    filterset_class = ToEraseFilters
    ordering = "asked_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            searched=lambda listed, text: listed.filter(destination__name__icontains=text),
            lesson=_("Nothing has to be erased elsewhere. When somebody whose events were forwarded is erased here, it "
                     "stands here what the other side has to erase."),
            **kwargs,
        )  # fmt: skip

    def columns(self) -> list[Column]:
        return [
            LinkColumn("destination", label=_("Where"), get_url=lambda row: page_of(row.pk),
                       accessor=lambda row: row.destination.name),
            StateColumn("state", label=_("State"), accessor=lambda row: (row.state, STATE_WORDS[row.state])),
            WhenColumn("asked_at", label=_("Since"), sort_key="asked_at"),
            WhenColumn("confirmed_at", label=_("Confirmed"), sort_key="confirmed_at"),
            TextColumn("proof", label=_("What proves it")),
        ]  # fmt: skip

    def confirm(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        forwarding.confirm_erased(pk, data["proof"], origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        return [
            path("<uuid:pk>/", self.page(ToErasePage, header_icon=self.icon), name="to_erase"),
            self.action(
                "confirm", self.confirm, page_title=_("It is erased there"), button=_("It is erased there"),
                form_class=ProofForm,
                explanation=_(
                    "You answer for it that the other side erased this person. The names by which it knew them are "
                    "forgotten here too; this cannot be taken back."
                ),
                verb_done=_("Noted: erased there."), subject_of=lambda pk: found(pk).destination, back_of=page_of,
            ),
        ]  # fmt: skip


def found(pk: UUID) -> ToEraseInfo:
    try:
        return forwarding.to_erase(pk)
    except NotFound as refusal:
        raise Http404 from refusal


def page_of(pk: UUID) -> str:
    return reverse("erasures_elsewhere:to_erase", args=(pk,))
