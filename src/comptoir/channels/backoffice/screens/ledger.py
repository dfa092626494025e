"""The ledger of money by day and account, and whether everything agrees with it."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import DayColumn, MoneyColumn, TextColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.kit.money import Money
from comptoir.ledger import facade as ledger
from comptoir.orders import facade as orders
from comptoir.payments import facade as payments

QUESTIONS = {
    "money_orders": _("Orders whose paid amount is not that of their receipts and of the ledger:"),
    "money_stored": _("Gift cards and credits that are not the sum of their movements, or of what the ledger owes:"),
    "money_clearing": _("Cents by which what providers took differs from their clearing accounts:"),
    "money_owed": _("Closed orders that still have money of which nothing is on its way back:"),
}


class DayFilters(WagtailFilterSet):
    day = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    account = django_filters.AllValuesFilter(label=_("Account"))
    legal_entity = django_filters.AllValuesFilter(label=_("Legal entity"))

    class Meta:
        model = rows.DayBook
        fields: tuple[str, ...] = ()


class MoneyCheck(ScreenPage):
    """What `comptoir doctor` asks about money, in sentences."""

    template_name = "backoffice/money_check.html"
    page_title = _("Check the money")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = [(QUESTIONS[name], count) for name, count in orders.check_money().items()]
        return super().get_context_data(found=found, **kwargs)


class LedgerViewSet(CommandViewSet):
    model = rows.DayBook
    name = "ledger"
    screen = "ledger"
    noun, nouns, plural = _("day of an account"), _("Ledger"), _("days of accounts")
    icon = "list-ul"
    filterset_class = DayFilters
    ordering = "-day"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            searched=by_account,
            buttons_of=self.buttons,
            lesson=_("Nothing is booked yet. The first payment appears here, in both of its accounts."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            DayColumn("day", label=_("Day"), sort_key="day"),
            TextColumn("account", label=_("Account"), accessor=account, sort_key="account"),
            TextColumn("code", label=_("Code"), accessor="account"),
            TextColumn("legal_entity", label=_("Legal entity"), sort_key="legal_entity"),
            MoneyColumn("debit", label=_("Debit"), accessor=debit, sort_key="debit_minor"),
            MoneyColumn("credit", label=_("Credit"), accessor=credit, sort_key="credit_minor"),
        ]

    def buttons(self, request: Any) -> list[Any]:
        return [HeaderButton(pgettext_lazy("figures", "Check"), url=reverse("ledger:check"), icon_name="circle-check")]

    def extra_urls(self) -> list[URLPattern]:
        return [path("check/", self.page(MoneyCheck, header_icon="circle-check"), name="check")]


def by_account(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    return queryset.filter(account__startswith=text.strip().lower())


def account(row: Any) -> str:
    """With the name of a means of payment instead of its code."""
    first, _colon, detail = row.account.partition(":")
    means = payments.tender_names().get(detail)
    name = ledger.name(f"{first}:" if means else row.account, access.locale())
    return f"{name}, {means.read(access.locale())}" if means else name


def debit(row: Any) -> Money | None:
    return Money(row.debit_minor, row.currency) if row.debit_minor else None


def credit(row: Any) -> Money | None:
    return Money(row.credit_minor, row.currency) if row.credit_minor else None
