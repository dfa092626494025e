"""What is looked for and not found, which words mean the same, and where words lead."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, DayColumn, LinkColumn, ListView, TextColumn, WhenColumn
from comptoir.journal.contracts import Origin
from comptoir.search import facade as search

LANGUAGES = [("", _("both languages")), ("fr", _("French")), ("en", _("English"))]


class SynonymsForm(forms.Form):
    words = forms.CharField(
        label=_("Words"), max_length=1300, help_text=_("Separated by commas, each as a person types it: sofa, couch.")
    )
    one_way = forms.BooleanField(
        label=_("One way only"), required=False,
        help_text=_("Who looks for the first finds the others; who looks for those does not find the first."),
    )  # fmt: skip


    language = forms.ChoiceField(
        label=_("On pages in"), required=False, choices=LANGUAGES,
        help_text=_("A word may be another one in the other language: “pain” is bread in French alone."),
    )  # fmt: skip


class RedirectForm(forms.Form):
    query = forms.CharField(
        label=_("Words"), max_length=100, help_text=_("Exactly what somebody types, capitals and accents apart.")
    )
    target = forms.CharField(
        label=_("Leads to"), max_length=300, help_text=_("An address of the shop, such as /fr/rayon/table/.")
    )


class SynonymsViewSet(CommandViewSet):
    model = rows.Synonyms
    name = "synonyms"
    screen = "searches"
    noun, nouns = _("synonyms"), _("Synonyms")
    adding = _("Add synonyms")
    icon = "comment"
    ordering = "-changed_at"
    create_form = change_form = SynonymsForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            searched=lambda found, text: found.filter(words__icontains=text),
            lesson=_("No synonyms yet. Look at the searches without result: what is called otherwise in the shop?"),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn(
                "words", label=_("Words"), accessor=lambda row: ", ".join(row.words),
                get_url=lambda row: reverse("synonyms:edit", args=(row.pk,)),
            ),
            TextColumn("one_way", label=_("Way"), accessor=lambda row: _("one way") if row.one_way else _("both ways")),
            TextColumn("language", label=_("On pages in"), accessor=lambda row: dict(LANGUAGES)[row.language]),
            WhenColumn("changed_at", label=_("Changed"), sort_key="changed_at"),
        ]  # fmt: skip

    def initial(self, instance: Any) -> dict[str, Any]:
        return {"words": ", ".join(instance.words), "one_way": instance.one_way, "language": instance.language}

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> Any:
        return search.keep_synonyms(
            data["words"].split(","), one_way=data["one_way"], language=data["language"], origin=origin, now=now
        )

    def change(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        search.keep_synonyms(
            data["words"].split(","), one_way=data["one_way"], language=data["language"], synonyms_id=pk,
            origin=origin, now=now,
        )  # fmt: skip

    def remove(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        search.remove_synonyms(pk, origin=origin, now=now)


class RedirectsViewSet(CommandViewSet):
    model = rows.Redirect
    name = "redirects"
    url_prefix = "search-redirects"  # Wagtail has redirects of its own, of pages
    screen = "searches"
    noun, nouns = _("redirect"), _("Redirects")
    adding = _("Add a redirect")
    icon = "redirect"
    ordering = "query"
    create_form = change_form = RedirectForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            searched=lambda found, text: found.filter(Q(query__icontains=text) | Q(target__icontains=text)),
            lesson=_("No redirects yet. Words such as “delivery” may lead to a page instead of to products."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn(
                "query", label=_("Words"), sort_key="query",
                get_url=lambda row: reverse("redirects:edit", args=(row.pk,)),
            ),
            TextColumn("target", label=_("Leads to"), sort_key="target"),
            WhenColumn("changed_at", label=_("Changed"), sort_key="changed_at"),
        ]  # fmt: skip

    def initial(self, instance: Any) -> dict[str, Any]:
        return {"query": instance.query, "target": instance.target}

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> Any:
        return search.keep_redirect(data["query"], data["target"], origin=origin, now=now)

    def change(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        search.keep_redirect(data["query"], data["target"], redirect_id=pk, origin=origin, now=now)

    def remove(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        search.remove_redirect(pk, origin=origin, now=now)


class SearchFilters(WagtailFilterSet):
    result = django_filters.ChoiceFilter(
        label=_("Result"), method="by_result", choices=[("without", _("without result")), ("with", _("with results"))]
    )
    locale = django_filters.ChoiceFilter(label=_("Language"), choices=[("fr", "Français"), ("en", "English")])

    class Meta:
        model = rows.AskedQuery
        fields: tuple[str, ...] = ()

    def by_result(self, found: Any, name: str, value: str) -> Any:
        return found.filter(without__gt=0) if value == "without" else found.filter(without=0)


class SearchesList(ListView):
    template_name = "backoffice/searches_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rare=rare(), **kwargs)


class SearchesViewSet(CommandViewSet):
    model = rows.AskedQuery
    index_view_class = SearchesList
    name = "searches"
    screen = "searches"
    noun, nouns = _("search"), _("Searches")
    icon = "search"
    ordering = "-without"
    filterset_class = SearchFilters

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.AskedQuery.objects.exclude(words=""),
            searched=lambda found, text: found.filter(words__icontains=text),
            lesson=_(
                "Nothing was looked for three times yet. Words are kept from the third time on, without addresses."
            ),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            TextColumn("words", label=_("Words"), sort_key="words"),
            CountColumn("without", label=_("Without result"), sort_key="without"),
            CountColumn("times", label=_("Times"), sort_key="times"),
            CountColumn("last_results", label=_("Products at last"), sort_key="last_results"),
            TextColumn("locale", label=_("Language"), sort_key="locale"),
            TextColumn("market", label=_("Market"), sort_key="market"),
            DayColumn("last_on", label=_("Last asked"), sort_key="last_on"),
        ]


def rare() -> str:
    """What the list leaves out, so that its sums can be judged; empty when that is nothing."""
    found = rows.AskedQuery.objects.filter(words="").aggregate(kinds=Count("id"), without=Sum("without"))
    count = found["kinds"]
    told = ngettext(
        "Besides, %(count)s was asked once or twice, %(without)s times without result; its words are not kept.",
        "Besides, %(count)s were asked once or twice, %(without)s times without result; their words are not kept.",
        count,
    ) % {"count": count, "without": found["without"] or 0}
    return told if count else ""
