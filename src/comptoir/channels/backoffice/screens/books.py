"""The daily comparison of providers' books with ours."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import days, rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn, MoneyColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.events import PROVIDERS
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.org import facade as org
from comptoir.payments import facade as payments
from comptoir.treasury import facade as treasury

KINDS = {
    "missing_here": _("only the provider has it"),
    "missing_there": _("only we have it"),
    "amount": _("the amounts differ"),
    "twice": _("the provider has it twice"),
}


class BooksFilters(WagtailFilterSet):
    provider = django_filters.AllValuesFilter(label=_("Provider"))
    day = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    unlike = django_filters.ChoiceFilter(
        label=_("Result"), choices=[("yes", _("differences")), ("no", _("alike"))], method="by_result"
    )

    class Meta:
        model = rows.Reconciliation
        fields: tuple[str, ...] = ()

    def by_result(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(differences__gt=0) if value == "yes" else queryset.filter(differences=0)


class CompareForm(forms.Form):
    books = forms.ChoiceField(label=_("Provider"), choices=lambda: book_choices())
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))


class BooksPage(ScreenPage):
    template_name = "backoffice/books.html"

    @cached_property
    def compared(self) -> Any:
        found = rows.Reconciliation.objects.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        return title(self.compared)

    def actions(self) -> list[tuple[str, Any, str]]:
        return [("again", _("Compare again"), "change")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        done = self.compared
        unlike = list(rows.Difference.objects.filter(reconciliation=done).order_by("reference"))
        wanted = {each.order_id for each in unlike if each.order_id}
        numbers = dict(rows.Order.objects.filter(pk__in=wanted).values_list("pk", "number"))
        sums = {
            name: Money(getattr(done, f"{name}_minor"), done.currency)
            for name in ("theirs", "ours", "fees", "payouts")
        }
        lines = [
            {
                "kind": KINDS[each.kind], "reference": each.reference,
                "number": numbers.get(each.order_id, "") if each.order_id else "",
                "href": reverse("orders:order", args=(each.order_id,)) if each.order_id else "",
                "theirs": None if each.theirs_minor is None else Money(each.theirs_minor, done.currency),
                "ours": None if each.ours_minor is None else Money(each.ours_minor, done.currency),
            }
            for each in unlike
        ]  # fmt: skip
        return super().get_context_data(done=done, sums=sums, lines=lines, **kwargs)


class BooksViewSet(CommandViewSet):
    model = rows.Reconciliation
    name = "books"
    screen = "books"
    noun, nouns = _("comparison of books"), _("Books of providers")
    adding = _("Compare a day")
    icon = "tasks"
    filterset_class = BooksFilters
    ordering = "-day"
    create_form = CompareForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            lesson=_("No day was compared yet. Each night the day before is laid beside the provider’s books."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("day", label=_("Day"), accessor=day, get_url=books_url, sort_key="day"),
            TextColumn("provider", label=_("Provider"), accessor=provider, sort_key="provider"),
            TextColumn("account", label=_("Company"), sort_key="account"),
            StateColumn("result", label=_("Result"), accessor=result),
            CountColumn("differences", label=_("Differences"), sort_key="differences"),
            WhenColumn("ran_at", label=_("Compared"), sort_key="ran_at"),
            MoneyColumn("theirs", label=_("Theirs"), accessor=theirs, sort_key="theirs_minor"),
            MoneyColumn("ours", label=_("Ours"), accessor=ours, sort_key="ours_minor"),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        name, _colon, account = data["books"].partition(":")
        self.compare(name, account, data["day"], origin, now)

    def again(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        done = rows.Reconciliation.objects.get(pk=pk)
        self.compare(done.provider, done.account, done.day, origin, now)

    def compare(self, name: str, account: str, day: date, origin: Origin, now: datetime) -> None:
        treasury.reconcile(name, account, day, actor=origin.actor, now=now)

    def extra_urls(self) -> list[URLPattern]:
        return [
            path("<uuid:pk>/", self.page(BooksPage, header_icon=self.icon), name="page"),
            self.action(
                "again", self.again, page_title=_("Compare again"), button=_("Compare again"),
                explanation=_("The provider is asked anew; what it says replaces the earlier comparison."),
                verb_done=_("The day was compared again."), subject_of=subject, back_of=back,
            ),
        ]  # fmt: skip


def book_choices() -> list[tuple[str, str]]:
    companies = sorted({market.legal_entity for market in org.markets().values()})
    return [(f"{name}:{company}", f"{PROVIDERS[name]}, {company}") for name, company in payments.bookkeepers(companies)]


def books_url(row: Any) -> str:
    return reverse("books:page", args=(row.pk,))


def back(pk: UUID) -> str:
    return reverse("books:page", args=(pk,))


def subject(pk: UUID) -> str:
    found = rows.Reconciliation.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return title(found)


def day(row: Any) -> str:
    return days.day(row.day)


def title(row: Any) -> str:
    return f"{provider(row)}, {day(row)}"


def provider(row: Any) -> Any:
    return PROVIDERS.get(row.provider, row.provider)


def result(row: Any) -> tuple[str, Any]:
    return ("refused", _("differences")) if row.differences else ("settled", _("alike"))


def theirs(row: Any) -> Money:
    return Money(row.theirs_minor, row.currency)


def ours(row: Any) -> Money:
    return Money(row.ours_minor, row.currency)
