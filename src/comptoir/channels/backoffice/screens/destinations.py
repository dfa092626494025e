"""Collectors outside that are sent events: what for, of which sources, and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import LinkColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.forwarding import facade as forwarding
from comptoir.forwarding.contracts import DestinationDraft, DestinationInfo
from comptoir.journal.contracts import Origin
from comptoir.kit.refusals import NotFound
from comptoir.sources import facade as sources

STATE_WORDS = {"active": pgettext_lazy("source", "active"), "paused": pgettext_lazy("source", "paused")}
PURPOSES = [
    ("measurement", _("to measure")), ("personalisation", _("to show what suits them")),
    ("marketing", _("to write to them")),
]  # fmt: skip
WHYS = {
    "not_allowed": _("not allowed for this purpose"), "not_there": _("no longer there"),
    "not_wanted": _("no longer asked for"),
}  # fmt: skip


def source_choices() -> list[tuple[str, Any]]:
    return [("comptoir", _("the shop itself")), *((code, code) for code in sources.codes())]


def word_choices() -> list[tuple[str, Any]]:
    return [(name, name) for name in forwarding.words()]


class DestinationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Who receives the events."))
    address = forms.CharField(
        label=_("Address"), max_length=1900,
        help_text=_("The host of a collector that takes what Segment or RudderStack SDKs send; /v1/batch is added."),
    )  # fmt: skip
    write_key = forms.CharField(
        label=_("Write key"), max_length=200, required=False,
        help_text=_("As the other side gave it out. Empty: stays as it is."),
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label=_("What for"), choices=PURPOSES, widget=forms.RadioSelect,
        help_text=_("Each event is sent only when its person allows this purpose at that moment."),
    )  # fmt: skip
    personal = forms.BooleanField(
        label=_("With what sources state of a person: e-mail, name and the like"), required=False,
        help_text=_("Where they say who they are, and never to measure."),
    )
    sources = forms.MultipleChoiceField(
        label=_("Sources"), choices=source_choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("None ticked: all."),
    )  # fmt: skip
    words = forms.MultipleChoiceField(
        label=_("Events"), choices=word_choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("None ticked: all."),
    )  # fmt: skip


class DestinationPage(ScreenPage):
    template_name = "backoffice/destination.html"

    @cached_property
    def destination(self) -> DestinationInfo:
        return found(self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.destination.draft.name

    def actions(self) -> list[tuple[str, Any, str]]:
        active = self.destination.state == "active"
        stop = ("pause", _("Pause"), "change") if active else ("resume", _("Resume"), "change")
        again = [("replay", _("Send again"), "change")] if self.destination.failed else []
        return [("change", _("Change"), "change"), stop, *again, ("remove", _("Remove"), "change")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wrong = rows.Parcel.objects.filter(destination_id=self.kwargs["pk"], state__in=("dropped", "failed"))
        return super().get_context_data(
            destination=self.destination, state=(self.destination.state, STATE_WORDS[self.destination.state]),
            purpose=dict(PURPOSES)[self.destination.draft.purpose],
            wrong=[(each, WHYS.get(each.why, each.why)) for each in wrong.order_by("-id")[:20]], **kwargs,
        )  # fmt: skip


class DestinationsViewSet(CommandViewSet):
    model = rows.Destination
    name = "destinations"
    screen = "destinations"
    noun, nouns, plural = _("destination"), _("Forwarding"), _("Destinations")
    adding = _("Add a destination")
    icon = "arrow-right"
    ordering = "name"
    create_form = DestinationForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.Destination.objects.exclude(state="removed"),
            searched=lambda listed, text: listed.filter(name__icontains=text),
            lesson=_("Events stay here. A collector elsewhere gets them, as far as people allow it, once it is added."),
            **kwargs,
        )

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(submit_button_label=_("Add it"), **kwargs)

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("Name"), get_url=lambda row: page_of(row.pk), sort_key="name"),
            StateColumn("state", label=_("State"), accessor=lambda row: (row.state, STATE_WORDS[row.state])),
            TextColumn("address", label=_("Address"), sort_key="address"),
            TextColumn("purpose", label=_("What for"), accessor=lambda row: dict(PURPOSES)[row.purpose]),
            TextColumn("last_error", label=_("Last error")),
            WhenColumn("created_at", label=_("Added"), sort_key="created_at"),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> Any:
        return forwarding.open_destination(draft(data), origin=origin, now=now)

    def edit(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        forwarding.change_destination(pk, draft(data), origin=origin, now=now)

    def pause(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        forwarding.set_destination_state(pk, "paused", origin=origin, now=now)

    def resume(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        forwarding.set_destination_state(pk, "active", origin=origin, now=now)

    def remove(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        forwarding.remove_destination(pk, origin=origin, now=now)

    def replay(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        forwarding.replay_parcels(pk, origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": lambda pk: found(pk).draft.name, "back_of": page_of}
        return [
            path("<uuid:pk>/", self.page(DestinationPage, header_icon=self.icon), name="destination"),
            self.action(
                "change", self.edit, page_title=_("Change"), button=_("Save"), form_class=DestinationForm,
                form_kwargs_of=initial, verb_done=_("The destination is changed."), **common,
            ),
            self.action(
                "pause", self.pause, page_title=_("Pause"), button=_("Pause"),
                explanation=_(
                    "What happens meanwhile waits, and is sent when you resume, as far as it is allowed then."
                ),
                verb_done=_("Nothing is sent any more."), **common,
            ),
            self.action(
                "resume", self.resume, page_title=_("Resume"), button=_("Resume"),
                explanation=_("What waits is sent at once, as far as it is allowed now."),
                verb_done=_("Events are sent again."), **common,
            ),
            self.action(
                "replay", self.replay, page_title=_("Send again"), button=_("Send again"),
                explanation=_("What was given up is sent again under the same message ids; consent is asked anew."),
                verb_done=_("The events are on their way again."), **common,
            ),
            self.action(
                "remove", self.remove, page_title=_("Remove"), button=_("Remove"),
                explanation=_(
                    "Nothing is sent there any more, and what waits is dropped. Whoever is erased here has to be "
                    "erased there all the same: it will stand under “Erasures elsewhere”."
                ),
                verb_done=_("The destination is removed."), subject_of=common["subject_of"],
                back_of=lambda pk: reverse("destinations:index"),
            ),
        ]  # fmt: skip


def draft(data: dict[str, Any]) -> DestinationDraft:
    return DestinationDraft(
        name=data["name"], address=data["address"].strip(), write_key=data["write_key"].strip(),
        purpose=data["purpose"], personal=data["personal"], sources=tuple(data["sources"]), words=tuple(data["words"]),
    )  # fmt: skip


def initial(pk: UUID) -> dict[str, Any]:
    kept = found(pk).draft
    names = ("name", "address", "purpose", "personal")
    lists = {"sources": list(kept.sources), "words": list(kept.words)}
    return {"initial": {name: getattr(kept, name) for name in names} | lists}


def found(pk: UUID) -> DestinationInfo:
    try:
        return forwarding.destination(pk)
    except NotFound as refusal:
        raise Http404 from refusal


def page_of(pk: UUID) -> str:
    return reverse("destinations:destination", args=(pk,))
