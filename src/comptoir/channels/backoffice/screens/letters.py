"""Events that a listener could not handle, and how far the listeners are behind."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from comptoir.channels.backoffice import rows, sentences
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.errors import StillFails
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.words import paired
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Consumer, Event, Origin


def consumers() -> Sequence[Consumer]:
    """The listeners of this installation; the list stands in the project, which names it in its settings."""
    return cast(Sequence[Consumer], import_string(settings.JOURNAL_CONSUMERS))


class LetterFilters(WagtailFilterSet):
    consumer = django_filters.AllValuesFilter(label=_("Listener"))
    name = django_filters.AllValuesFilter(label=_("Event"))
    waits = django_filters.ChoiceFilter(
        label=_("Waits for"), choices=[("person", _("a person")), ("retried", _("the next try"))], method="by_wait"
    )

    class Meta:
        model = rows.DeadLetter
        fields: tuple[str, ...] = ()

    def by_wait(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(retry_at__isnull=value == "person")


class DiscardForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Why the listener may go on without this event.")
    )


class LetterPage(ScreenPage):
    template_name = "backoffice/letter.html"

    @cached_property
    def letter(self) -> Any:
        found = rows.DeadLetter.objects.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        return paired(self.letter.consumer, sentences.title(self.letter.name))

    def actions(self) -> list[tuple[str, Any, str]]:
        return [("replay", _("Replay"), "change"), ("discard", _("Discard"), "change")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event = event_of(self.letter)
        return super().get_context_data(
            letter=self.letter,
            event=event,
            payload=json.dumps(event.payload, indent=2, ensure_ascii=False) if event else "",
            **kwargs,
        )


class LagPage(ScreenPage):
    template_name = "backoffice/lag.html"
    page_title = _("Listeners")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lags=journal.lag(consumers()), blocker=journal.blocker(), **kwargs)


class LettersViewSet(CommandViewSet):
    model = rows.DeadLetter
    name = "letters"
    screen = "letters"
    noun, nouns = _("dead letter"), _("Dead letters")
    icon = "mail"
    filterset_class = LetterFilters
    ordering = "first_failed_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            searched=by_words,
            buttons_of=self.buttons,
            lesson=_(
                "Every event was handled. What a listener fails to handle comes here, to be replayed or discarded."
            ),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("Event"), get_url=letter_url, sort_key="name"),
            TextColumn("consumer", label=_("Listener"), sort_key="consumer"),
            StateColumn("waits", label=_("Waits for"), accessor=waits),
            TextColumn("error", label=_("Error"), accessor=short_error),
            WhenColumn("first_failed_at", label=_("Failed first"), sort_key="first_failed_at"),
            WhenColumn("last_failed_at", label=_("Failed last"), sort_key="last_failed_at"),
            CountColumn("attempts", label=_("Tries"), sort_key="attempts"),
        ]

    def buttons(self, request: Any) -> list[Any]:
        return [HeaderButton(_("Listeners"), url=reverse("letters:lag"), icon_name="time")]

    def replay(self, pk: int, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        if not journal.replay_dead_letter(pk, consumers(), origin=origin, now=now):
            raise StillFails()

    def discard(self, pk: int, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        journal.discard_dead_letter(pk, reason=data["reason"], origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": after_action}
        return [
            path("lag/", self.page(LagPage, header_icon="time"), name="lag"),
            path("<int:pk>/", self.page(LetterPage, header_icon=self.icon), name="letter"),
            self.action(
                "replay", self.replay, page_title=_("Replay"), button=_("Try again now"),
                explanation=_("The listener gets the event again, then what waits behind it."),
                verb_done=_("The event was handled."), **common,
            ),
            self.action(
                "discard", self.discard, page_title=_("Discard"), button=_("Go on without it"), serious=True,
                explanation=_("The listener goes on without this event. The event itself stays in the journal."),
                form_class=DiscardForm, verb_done=_("The listener goes on without this event."), **common,
            ),
        ]  # fmt: skip


def event_of(letter: Any) -> Event | None:
    story = journal.timeline(letter.subject_kind, letter.subject_id)
    return next((event for event in story if event.event_id == letter.event_id), None)


def by_words(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    return queryset.filter(Q(error__icontains=text) | Q(subject_id=text.strip()) | Q(name__icontains=text))


def waits(row: Any) -> tuple[str, Any]:
    return ("person", _("a person")) if row.retry_at is None else ("retried", _("the next try"))


def short_error(row: Any) -> str:
    return row.error.splitlines()[0][:120] if row.error else ""


def letter_url(row: Any) -> str:
    return reverse("letters:letter", args=(row.pk,))


def after_action(pk: int) -> str:
    """Back to the letter while it is there: a letter that was handled has no page any more."""
    still = rows.DeadLetter.objects.filter(pk=pk).exists()
    return reverse("letters:letter", args=(pk,)) if still else reverse("letters:index")


def subject(pk: int) -> str:
    letter = rows.DeadLetter.objects.filter(pk=pk).first()
    if letter is None:
        raise Http404
    return paired(letter.consumer, sentences.title(letter.name))
