"""Account statements and their movements: taken in, matched, and decided by people where nothing fits."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import CommandCreateView, CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn, MoneyColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.payments import facade as payments
from comptoir.treasury import facade as treasury

LARGEST_FILE = 10_000_000
STATES = [
    ("unmatched", _("waits for a decision")), ("matched", _("matched")), ("assigned", _("assigned by a person")),
    ("to_return", _("to be returned")), ("returned", _("returned")), ("ignored", _("not a payment of an order")),
    ("new", _("being matched")),
]  # fmt: skip
STATE_WORDS = dict(STATES)
RESULTS = {
    "exact": _("exactly what was asked"),
    "underpaid": _("less than was asked"),
    "overpaid": _("more than was asked: the rest goes back"),
    "rest_paid": _("the rest of an order"),
    "late": _("after the order had ended"),
    "refunded": _("a refund left the account"),
    "return_sent": _("a return left the account"),
    "no_reference": _("without a reference"),
    "unknown_reference": _("with a reference that we never gave"),
    "other_currency": _("in another currency"),
    "paid_twice": _("the order was paid already"),
    "reversal": _("the bank took back an earlier movement"),
    "refund_differs": _("the reference of a refund, another amount"),
    "refunded_twice": _("a refund that had left already"),
    "refund_came_back": _("a refund came back"),
}


class StatementForm(forms.Form):
    file = forms.FileField(
        label=_("File"), help_text=_("As your bank gives it: camt.053, version 02 or 08, plain or gzip.")
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return file


class AssignForm(forms.Form):
    number = forms.CharField(label=_("Order number"), max_length=20)


class IgnoreForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What it is"),
        choices=lambda: [(code, text.read(access.locale())) for code, text in treasury.REASONS.items()],
    )


class TakeInView(CommandCreateView):
    page_title = _("Take in a statement")
    submit_button_label = _("Take it in")

    def done(self) -> HttpResponse:
        """Says what came of it, and shows what waits for a decision."""
        new, matched = sum(each.entries for each in self.answer), sum(each.matched for each in self.answer)
        text = ngettext("%(count)s movement taken in", "%(count)s movements taken in", new) % {"count": new}
        matches = ngettext("%(count)s payment matched", "%(count)s payments matched", matched) % {"count": matched}
        messages.success(self.request, f"{text}, {matches}.")
        if any(not each.balanced for each in self.answer):
            messages.warning(self.request, _("The movements do not explain the closing balance: is the file complete?"))
        return redirect(f"{reverse('bank:index')}?state=unmatched")


class EntryFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=forms.CheckboxSelectMultiple)
    direction = django_filters.ChoiceFilter(
        label=_("Direction"), choices=[("in", _("received")), ("out", _("paid out"))], method="by_direction"
    )
    iban = django_filters.AllValuesFilter(label=_("Account"))
    booked_on = django_filters.DateFromToRangeFilter(label=_("Booked"), widget=DateRangePickerWidget)
    statement = django_filters.UUIDFilter(label=_("Statement"), widget=forms.HiddenInput)

    class Meta:
        model = rows.BankEntry
        fields: tuple[str, ...] = ()

    def by_direction(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(amount_minor__gt=0) if value == "in" else queryset.filter(amount_minor__lte=0)


class EntryPage(ScreenPage):
    template_name = "backoffice/entry.html"

    @cached_property
    def entry(self) -> Any:
        found = rows.BankEntry.objects.select_related("statement").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return with_orders([found])[0]

    def get_page_title(self) -> str:
        return subject(self.entry.pk)

    def actions(self) -> list[tuple[str, Any, str]]:
        if self.entry.state != "unmatched":
            return []
        came_in = [("assign", _("Assign to an order"), "change"), ("return", _("Return the money"), "change")]
        return [*(came_in if self.entry.amount_minor > 0 else []), ("ignore", _("Leave it aside"), "change")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry = self.entry
        decided = rows.staff_names({entry.decided_by}).get(entry.decided_by, entry.decided_by)
        return super().get_context_data(
            entry=entry, amount=amount(entry), state=state(entry), result=result(entry), reference=reference(entry),
            order_url=order_url(entry), decided=decided, **kwargs,
        )  # fmt: skip


class BankViewSet(CommandViewSet):
    model = rows.BankEntry
    name = "bank"
    screen = "bank"
    noun, nouns = _("bank movement"), _("Bank movements")
    adding = _("Take in a statement")
    icon = "doc-full-inverse"
    filterset_class = EntryFilters
    ordering = "-booked_on"
    create_form = StatementForm
    add_view_class = TakeInView

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            enriched=with_orders,
            searched=by_words,
            lesson=_("No movement yet. Take in a statement of your bank: payments by transfer find their orders."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("booked_on", label=_("Booked"), get_url=entry_url, sort_key="booked_on"),
            TextColumn("other_name", label=_("From or to"), sort_key="other_name"),
            TextColumn("text", label=_("Text"), accessor=short_text),
            TextColumn("reference", label=_("Reference"), accessor=reference),
            StateColumn("state", label=_("State"), accessor=state, sort_key="state"),
            TextColumn("result", label=_("Because"), accessor=result),
            LinkColumn("order", label=_("Order"), get_url=order_url),
            MoneyColumn("amount", label=_("Amount"), accessor=amount, sort_key="amount_minor"),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> Any:
        return treasury.import_statement(data["file"].file, actor=origin.actor, channel="backoffice", now=now)

    def assign(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        treasury.assign_entry(pk, number=data["number"], actor=origin.actor, now=now)

    def give_back(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        treasury.return_entry(pk, actor=origin.actor, now=now)

    def ignore(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        treasury.ignore_entry(pk, reason=data["reason"], actor=origin.actor, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": back}
        return [
            path("<uuid:pk>/", self.page(EntryPage, header_icon=self.icon), name="entry"),
            self.action(
                "assign", self.assign, page_title=_("Assign to an order"), button=_("It pays this order"),
                explanation=_("The order is paid by this money. What is too much goes back by transfer."),
                form_class=AssignForm, verb_done=_("The money belongs to the order."), **common,
            ),
            self.action(
                "return", self.give_back, page_title=_("Return the money"), button=_("It goes back"),
                explanation=_("Send it from your account with the reference that the list will show. The statement on "
                              "which it leaves closes this movement."),
                verb_done=_("It is marked as to be returned."), **common,
            ),
            self.action(
                "ignore", self.ignore, page_title=_("Leave it aside"), button=_("Leave it aside"),
                explanation=_("It is no payment of an order."), form_class=IgnoreForm,
                verb_done=_("The movement is left aside."), **common,
            ),
        ]  # fmt: skip


class StatementsViewSet(CommandViewSet):
    model = rows.BankStatement
    name = "statements"
    screen = "statements"
    noun, nouns = _("account statement"), _("Account statements")
    icon = "doc-full"
    ordering = "-imported_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            searched=lambda queryset, text: queryset.filter(
                Q(statement_id__icontains=text.strip()) | Q(iban=text.replace(" ", "").upper())
            ),
            lesson=_("No statement was taken in yet."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("statement_id", label=_("Statement"), get_url=entries_url, sort_key="statement_id"),
            TextColumn("iban", label=_("Account"), sort_key="iban"),
            WhenColumn("imported_at", label=_("Taken in"), sort_key="imported_at"),
            CountColumn("entries", label=_("Movements"), sort_key="entries"),
            CountColumn("repeated", label=_("Known before"), sort_key="repeated"),
            StateColumn("balance", label=_("Balance"), accessor=balance),
            MoneyColumn("movement", label=_("Sum"), accessor=movement, sort_key="movement_minor"),
        ]


def with_orders(found: list[Any]) -> list[Any]:
    numbers = dict(
        rows.Order.objects.filter(pk__in={r.order_id for r in found if r.order_id}).values_list("pk", "number")
    )
    for row in found:
        row.order = numbers.get(row.order_id, "")
    return found


def by_words(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    text = text.strip()
    numbered = rows.Order.objects.filter(number__startswith=text.upper()).values("pk")
    return queryset.filter(
        Q(other_name__icontains=text) | Q(text__icontains=text) | Q(reference=text.replace(" ", "").upper())
        | Q(order_id__in=numbered)
    )  # fmt: skip


def entry_url(row: Any) -> str:
    return reverse("bank:entry", args=(row.pk,))


def order_url(row: Any) -> str | None:
    return reverse("orders:order", args=(row.order_id,)) if row.order_id else None


def entries_url(row: Any) -> str:
    return f"{reverse('bank:index')}?statement={row.pk}"


def short_text(row: Any) -> str:
    return str(row.text)[:80]


def reference(row: Any) -> str:
    """What was found in it; for money that is to go back, what the transfer has to carry."""
    found = payments.transfer_reference(row.pk) if row.state == "to_return" else row.reference
    return payments.shown_reference(found) if found else ""


def state(row: Any) -> tuple[str, Any]:
    return row.state, STATE_WORDS[row.state]


def result(row: Any) -> Any:
    if row.result in treasury.REASONS:
        return treasury.REASONS[row.result].read(access.locale())
    return RESULTS.get(row.result, "")


def amount(row: Any) -> Money:
    return Money(row.amount_minor, row.currency)


def movement(row: Any) -> Money:
    return Money(row.movement_minor, row.currency)


def balance(row: Any) -> tuple[str, Any]:
    if row.opening_minor is None or row.closing_minor is None:
        return "quiet", _("not given")
    if row.opening_minor + row.movement_minor == row.closing_minor:
        return "settled", _("adds up")
    return "refused", _("does not add up")


def back(pk: UUID) -> str:
    return reverse("bank:entry", args=(pk,))


def subject(pk: UUID) -> str:
    row = rows.BankEntry.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return f"{row.other_name or row.text[:40]} {amount(row).format(access.locale())}"
