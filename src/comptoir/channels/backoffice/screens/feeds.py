"""Feeds: what other channels read of the catalogue, when it was made, and what they would refuse."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.feeds import facade as feeds
from comptoir.feeds.contracts import FeedInfo
from comptoir.journal.contracts import Origin
from comptoir.kit.refusals import NotFound
from comptoir.org import facade as org

KINDS = [("google", _("Google Merchant Center")), ("meta", _("Meta catalogue"))]
KIND_WORDS = dict(KINDS)
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LANGUAGE_WORDS = dict(LANGUAGES)


def market_choices() -> list[tuple[str, str]]:
    return [(code, org.market(code).name) for code in org.markets()]


class FeedForm(forms.Form):
    kind = forms.ChoiceField(label=_("Channel"), choices=KINDS)
    market = forms.ChoiceField(label=_("Market"), choices=market_choices)
    locale = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    is_public = forms.BooleanField(
        label=_("Everybody may read it"), required=False,
        help_text=_("Otherwise its address is a secret that only the channel is given."),
    )  # fmt: skip


class FeedPage(ScreenPage):
    template_name = "backoffice/feed.html"

    @cached_property
    def feed(self) -> FeedInfo:
        return info(self.kwargs["pk"])

    def get_page_title(self) -> str:
        return title(self.feed.kind, self.feed.market, self.feed.locale)

    def actions(self) -> list[tuple[str, Any, str]]:
        return [
            ("make", _("Make it now"), "change"),
            ("renew", _("Change its address"), "change"),
            ("close", _("Close"), "change"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        problems = [(one, feeds.PROBLEMS[one.code]) for one in self.feed.problems]
        return super().get_context_data(feed=self.feed, problems=problems, **kwargs)


class FeedsViewSet(CommandViewSet):
    model = rows.Feed
    name = "feeds"
    screen = "feeds"
    noun, nouns = _("feed"), _("Feeds")
    adding = _("Open a feed")
    icon = "globe"
    ordering = "kind"
    create_form = FeedForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.Feed.objects.defer("problems"),
            searched=lambda found, text: found.filter(kind__icontains=text.strip()),
            lesson=_("No channel reads the catalogue yet. Open a feed, and give its address to Google or Meta."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("kind", label=_("Channel"), accessor=lambda row: KIND_WORDS[row.kind], get_url=feed_url),
            TextColumn("market", label=_("Market"), sort_key="market"),
            TextColumn("locale", label=_("Language"), accessor=lambda row: LANGUAGE_WORDS[row.locale]),
            StateColumn("state", label=_("State"), accessor=state),
            CountColumn("products", label=_("Products")),
            CountColumn("rows", label=_("Rows")),
            CountColumn("refused", label=_("Left out")),
            CountColumn("problem_count", label=_("Problems"), sort_key="problem_count"),
            WhenColumn("made_at", label=_("Last made"), sort_key="made_at"),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> Any:
        return feeds.open_feed(**data, origin=origin, now=now)

    def make(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        feeds.ask_for_feed(pk, origin=origin, now=now)

    def renew(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        feeds.renew_feed_address(pk, origin=origin, now=now)

    def close(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        feeds.close_feed(pk, origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": feed_page}
        return [
            path("<uuid:pk>/", self.page(FeedPage, header_icon=self.icon), name="feed"),
            self.action(
                "make", self.make, page_title=_("Make it now"), button=_("Make it"),
                explanation=_("The worker writes the file anew; it is made every four hours by itself."),
                verb_done=_("The file will be there in a moment."), **common,
            ),
            self.action(
                "renew", self.renew, page_title=_("Change its address"), button=_("Make a new address"),
                explanation=_("Whoever knows the present address reads nothing more: give the channel the new one."),
                verb_done=_("The feed has a new address."), serious=True, **common,
            ),
            self.action(
                "close", self.close, page_title=_("Close"), button=_("Close it"), serious=True,
                explanation=_("The file and its address are gone; the channel will soon show nothing of ours."),
                verb_done=_("The feed is closed."), subject_of=subject, back_of=lambda pk: reverse("feeds:index"),
            ),
        ]  # fmt: skip


def info(pk: UUID) -> FeedInfo:
    try:
        return feeds.feed(pk)
    except NotFound as missing:
        raise Http404 from missing


def title(kind: str, market: str, locale: str) -> str:
    return f"{KIND_WORDS[kind]}, {org.market(market).name}, {LANGUAGE_WORDS[locale]}"


def subject(pk: UUID) -> str:
    found = info(pk)
    return title(found.kind, found.market, found.locale)


def feed_page(pk: UUID) -> str:
    return reverse("feeds:feed", args=(pk,))


def feed_url(row: Any) -> str:
    return feed_page(row.pk)


def state(row: Any) -> tuple[str, Any]:
    if row.made_at is None:
        return "pending", _("being made")
    return ("refused", _("rows left out")) if row.refused else ("paid", _("complete"))
