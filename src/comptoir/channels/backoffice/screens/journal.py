"""The audit view: who did what when, to which order, product or account. Read only, from the journal itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import access, rows, sentences
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import ChannelColumn, LinkColumn, ListView, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens import journal_search
from comptoir.kit.text import fold
from comptoir.org import facade as org

KINDS = [
    ("order", pgettext_lazy("subject", "order")),
    ("product", pgettext_lazy("subject", "product")),
    ("account", pgettext_lazy("subject", "account")),
    ("log_in", pgettext_lazy("subject", "log-in")),
    ("promise", pgettext_lazy("subject", "promise")),
    ("api_key", pgettext_lazy("subject", "API key")),
]


def word_choices() -> list[tuple[str, str]]:
    return sorted(((name, sentences.title(name)) for name in journal_search.LANES), key=lambda each: fold(each[1]))


def staff_choices() -> list[tuple[str, str]]:
    found = rows.Account.objects.filter(is_staff=True).order_by("name").only("id", "name", "email")
    return [(f"staff:{row.pk}", row.get_full_name()) for row in found]


class JournalFilters(WagtailFilterSet):
    actor = django_filters.ChoiceFilter(label=_("Who"), choices=staff_choices, method="of_staff")
    by = django_filters.CharFilter(label=_("Who, as written"), method="as_written")
    subject_kind = django_filters.ChoiceFilter(label=_("About"), choices=KINDS)
    name = django_filters.ChoiceFilter(label=_("Event"), choices=word_choices, method="of_word")
    counts = django_filters.ChoiceFilter(
        label=_("Counts of anonymous visits"), choices=[("shown", _("shown too"))], empty_label=_("left out"),
        method="with_counts",
    )  # fmt: skip
    occurred_at = django_filters.DateFromToRangeFilter(label=_("Period"), widget=DateRangePickerWidget)

    class Meta:
        model = rows.JournalEvent
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Counts are shown to who asks for them, by the filter, by their name or by a search."""
        asked = any(self.data.get(name) for name in ("counts", "name", "q"))
        return super().filter_queryset(queryset if asked else queryset.filter(journal_search.but_counts()))

    def with_counts(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset

    def of_word(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(journal_search.called([value]))

    def of_staff(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(journal_search.done_by(value))

    def as_written(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        found = queryset.filter(actor__startswith=value)
        return found.filter(actor__startswith="staff:") if value.startswith("staff") else found


class JournalList(ListView):
    is_searchable = True

    def search_queryset(self, queryset: Any) -> Any:
        return journal_search.found(queryset, self.search_query, self.request.user) if self.is_searching else queryset


class JournalViewSet(CommandViewSet):
    model = rows.JournalEvent
    name = "journal"
    screen = "journal"
    noun, nouns, plural = _("event"), _("Journal"), _("Events")
    icon = "history"
    ordering = ("-generation", "-txid", "-position")
    filterset_class = JournalFilters
    index_view_class = JournalList

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            enriched=told,
            lesson=_("Nothing has happened yet. Whatever changes here is written down, with who did it."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            WhenColumn("occurred_at", label=_("When")),
            TextColumn("who", label=_("Who")),
            LinkColumn("what", label=_("What"), get_url=address),
            TextColumn("detail", label=pgettext_lazy("journal", "Details")),
            TextColumn("whom", label=_("About"), classname="id"),
            ChannelColumn("channel", label=_("Channel")),
            TextColumn("name", label=_("Event"), accessor=lambda row: sentences.title(row.name)),
            TextColumn("actor", label=_("Who, as written"), classname="id"),
        ]


def told(found: list[Any]) -> list[Any]:
    """Each row with its sentence and the names of staff, orders and products: a query for each of these."""
    names = rows.staff_names({row.actor for row in found})
    places = {str(place.id): place.name.read(access.locale()) for place in org.places()}
    subjects = _subjects(found)
    for row in found:
        row.what, row.detail = sentences.of(row, places, access.locale())
        row.who = names.get(row.actor) or sentences.actor(row.actor)
        row.whom = subjects.get((row.subject_kind, row.subject_id)) or f"{row.subject_kind} {row.subject_id}"
    return found


def address(row: Any) -> str | None:
    if row.subject_kind == "order":
        return reverse("orders:order", args=(row.subject_id,))
    if row.subject_kind == "product":
        return reverse("products:product", args=(row.subject_id,))
    return None


def _subjects(found: list[Any]) -> dict[tuple[str, str], str]:
    ids: dict[str, set[str]] = {}
    for row in found:
        if _is_id(row.subject_id):
            ids.setdefault(row.subject_kind, set()).add(row.subject_id)
    known: dict[tuple[str, str], str] = {}
    for order in rows.Order.objects.filter(pk__in=ids.get("order", ())).only("id", "number"):
        known["order", str(order.pk)] = order.number
    for product in rows.Product.objects.filter(pk__in=ids.get("product", ())).only("id", "name"):
        known["product", str(product.pk)] = product.name.read(access.locale())
    staff = rows.staff_names({f"staff:{pk}" for pk in ids.get("account", ())})
    known |= {("account", actor.partition(":")[2]): name for actor, name in staff.items()}
    return known


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
