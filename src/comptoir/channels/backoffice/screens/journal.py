"""The audit view: who did what when, to which order, product or account. Read only, from the journal itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import access, rows, sentences
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import ChannelColumn, LinkColumn, TextColumn, WhenColumn
from comptoir.journal.contracts import REGISTRY
from comptoir.org import facade as org

KINDS = [
    ("order", pgettext_lazy("subject", "order")),
    ("product", pgettext_lazy("subject", "product")),
    ("account", pgettext_lazy("subject", "account")),
    ("log_in", pgettext_lazy("subject", "log-in")),
    ("promise", pgettext_lazy("subject", "promise")),
    ("api_key", pgettext_lazy("subject", "API key")),
]
SUBJECTS = sorted({told.SUBJECT_KIND for told in REGISTRY.values()})


def word_choices() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted({name for name, _version in REGISTRY})]


def staff_choices() -> list[tuple[str, str]]:
    found = rows.Account.objects.filter(is_staff=True).order_by("name").only("id", "name", "email")
    return [(f"staff:{row.pk}", row.get_full_name()) for row in found]


class JournalFilters(WagtailFilterSet):
    actor = django_filters.ChoiceFilter(label=_("Who"), choices=staff_choices, method="of_staff")
    by = django_filters.CharFilter(label=_("Who, as written"), method="as_written")
    subject_kind = django_filters.ChoiceFilter(label=_("About"), choices=KINDS)
    name = django_filters.ChoiceFilter(label=_("Event"), choices=word_choices)
    occurred_at = django_filters.DateFromToRangeFilter(label=_("Period"), widget=DateRangePickerWidget)

    class Meta:
        model = rows.JournalEvent
        fields: tuple[str, ...] = ()

    def of_staff(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(done_by(value))

    def as_written(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        found = queryset.filter(actor__startswith=value)
        return found.filter(actor__startswith="staff:") if value.startswith("staff") else found


class JournalViewSet(CommandViewSet):
    model = rows.JournalEvent
    name = "journal"
    screen = "journal"
    noun, nouns, plural = _("event"), _("Journal"), _("Events")
    icon = "history"
    ordering = ("-generation", "-txid", "-position")
    filterset_class = JournalFilters

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            enriched=told,
            searched=by_subject,
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
            TextColumn("name", label=_("Event")),
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


def by_subject(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    """A number of an order, an id, the e-mail of a member of staff, the name of an event: what it is decides where it
    is looked for, each by an index of its own."""
    typed = text.strip()
    if order_id := rows.Order.objects.filter(number=typed.upper()).values_list("pk", flat=True).first():
        return queryset.filter(subject_kind="order", subject_id=str(order_id))
    if account := rows.Account.objects.filter(email__iexact=typed).values_list("pk", flat=True).first():
        about = Q(subject_kind="account", subject_id=str(account))
        return queryset.filter(about | done_by(f"staff:{account}"))
    if names := [name for name, _version in REGISTRY if name.casefold() == typed.casefold()]:
        return queryset.filter(name=names[0])
    if typed.startswith("staff:"):
        return queryset.filter(done_by(typed))
    return queryset.filter(Q(subject_kind__in=SUBJECTS, subject_id=typed))


def done_by(actor: str) -> Q:
    """In the words of the index `journal_event_staff`."""
    return Q(actor=actor, actor__startswith="staff:")


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
