"""Gift cards and store credit: issued with a code that is shown once, topped up, blocked."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import CommandCreateView, CommandViewSet
from comptoir.channels.backoffice.lists import MoneyColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.money_forms import IssueForm, TopUpForm, money_of
from comptoir.journal.contracts import Origin
from comptoir.kit import clock
from comptoir.kit.money import Money
from comptoir.payments import facade as payments

KINDS = {"gift_card": _("gift card"), "store_credit": _("store credit")}
STATES = {"active": _("active"), "empty": _("empty"), "expired": _("expired"), "blocked": _("blocked")}


class StoredValueFilters(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=list(KINDS.items()))
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[("active", STATES["active"]), ("blocked", STATES["blocked"])]
    )

    class Meta:
        model = rows.StoredValue
        fields: tuple[str, ...] = ()


class IssueView(CommandCreateView):
    """Answers with the code itself: it is not kept, so there is no other page that could show it."""

    page_title = _("Issue a gift card")
    submit_button_label = _("Issue the card")

    def done(self) -> HttpResponse:
        issued = self.answer
        context = self.get_context_data(
            code=issued.code, amount=issued.amount.format(access.locale()), back=reverse("stored_values:index")
        )
        answer = TemplateResponse(self.request, "backoffice/code_issued.html", context)
        answer["Cache-Control"] = "no-store"
        return answer


class StoredValuesViewSet(CommandViewSet):
    model = rows.StoredValue
    name = "stored_values"
    screen = "stored_values"
    noun, nouns, plural = _("gift card"), _("Gift cards and credit"), _("gift cards and credit")
    adding = _("Issue a gift card")
    icon = "tag"
    filterset_class = StoredValueFilters
    ordering = "-issued_at"
    create_form = IssueForm
    add_view_class = IssueView

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            searched=by_last4,
            lesson=_("No gift card yet. Issue one here; store credit comes from refunds."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            TextColumn("last4", label=_("Ends with"), sort_key="last4"),
            TextColumn("kind", label=_("Kind"), accessor=kind, sort_key="kind"),
            StateColumn("state", label=_("State"), accessor=state, sort_key="state"),
            MoneyColumn("balance", label=_("Balance"), accessor=balance, sort_key="balance_minor"),
            MoneyColumn("held", label=_("Claimed by orders"), accessor=held, sort_key="held_minor"),
            WhenColumn("issued_at", label=_("Issued"), sort_key="issued_at"),
            WhenColumn("expires_at", label=_("Good until"), sort_key="expires_at"),
            RowActions("actions", label=_("Actions")),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> Any:
        market = access.market()
        last = data["expires_on"]
        end = datetime.combine(last + timedelta(days=1), time.min, market.zone) if last else None
        return payments.issue(
            kind="gift_card", amount=money_of(data["amount"], market.currency), reason=data["reason"],
            expires_at=end, origin=origin, now=now,
        )  # fmt: skip

    def top_up(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        amount = money_of(data["amount"], payments.stored_value(pk, now=now).balance.currency)
        payments.top_up(pk, amount=amount, reason=data["reason"], origin=origin, now=now)

    def block(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        payments.block(pk, origin=origin, now=now)

    def unblock(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        payments.unblock(pk, origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": back}
        return [
            self.action(
                "top-up", self.top_up, page_title=_("Top up"), button=_("Top it up"), form_class=TopUpForm,
                explanation=_("The amount can be spent at once."), verb_done=_("It is topped up."), **common,
            ),
            self.action(
                "block", self.block, page_title=_("Block"), button=_("Block it now"), serious=True,
                explanation=_("Nothing more can be spent of it. Orders that claimed some of it keep that."),
                verb_done=_("It is blocked."), **common,
            ),
            self.action(
                "unblock", self.unblock, page_title=_("Unblock"), button=_("Let it be spent again"),
                explanation=_("What is left on it can be spent again."), verb_done=_("It can be spent again."),
                **common,
            ),
        ]  # fmt: skip


class RowActions(Column):
    """The verbs of a row, for those who may."""

    cell_template_name = "backoffice/cells/actions.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        may = access.may(parent_context["request"].user, "stored_values", "change")
        other = ("unblock", _("Unblock")) if instance.state == "blocked" else ("block", _("Block"))
        names = [("top-up", _("Top up")), other]
        actions = [Button(label, url=reverse(f"stored_values:{name}", args=(instance.pk,))) for name, label in names]
        return context | {"actions": actions if may else []}


def by_last4(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    """By the last four characters of the code: a whole code has no place in an address."""
    return queryset.filter(last4=text.strip().upper()[-4:])


def kind(row: Any) -> Any:
    return KINDS[row.kind]


def state(row: Any) -> tuple[str, Any]:
    found = row.state
    if found == "active" and row.expires_at and row.expires_at <= clock.now():
        found = "expired"
    elif found == "active" and row.balance_minor == row.held_minor:
        found = "empty"
    return found, STATES[found]


def balance(row: Any) -> Money:
    return Money(row.balance_minor, row.currency)


def held(row: Any) -> Money | None:
    return Money(row.held_minor, row.currency) if row.held_minor else None


def back(pk: UUID) -> str:
    return reverse("stored_values:index")


def subject(pk: UUID) -> str:
    found = payments.stored_value(pk, now=clock.now())
    return f"{KINDS[found.kind]} …{found.last4}"
