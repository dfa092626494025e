"""Demands for money and what the providers answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import LinkColumn, MoneyColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.money_forms import RefundAgainForm
from comptoir.channels.backoffice.screens.order_page import STATE_WORDS
from comptoir.channels.backoffice.templatetags.comptoir_admin import tender
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.payments import facade as payments

STATES = [(state.value, STATE_WORDS[state.value]) for state in rows.PaymentRequest.State]
KINDS = [("charge", _("payment")), ("refund", _("refund")), ("capture", _("capture")), ("void", _("release"))]
KIND_WORDS = dict(KINDS)
MOST_ORDERS = 200


def tender_choices() -> list[tuple[str, str]]:
    return [(code, name.read(access.locale())) for code, name in payments.tender_names().items()]


class PaymentFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=forms.CheckboxSelectMultiple)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=KINDS)
    tender = django_filters.ChoiceFilter(label=_("Means"), choices=tender_choices)
    requested_at = django_filters.DateFromToRangeFilter(label=_("Asked"), widget=DateRangePickerWidget)

    class Meta:
        model = rows.PaymentRequest
        fields: tuple[str, ...] = ()


class PaymentsViewSet(CommandViewSet):
    model = rows.PaymentRequest
    name = "payments"
    screen = "payments"
    noun, nouns = _("payment"), _("Payments")
    icon = "doc-full"
    filterset_class = PaymentFilters
    ordering = "-id"  # made in the order of time

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            enriched=with_orders,
            searched=by_number_or_reference,
            lesson=_("No payment was asked for yet. Each order that is placed asks for one."),
            **kwargs,
        )

    def again(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        order_id = payments.request_info(pk).order_id
        orders.refund_again(order_id, pk, as_credit=data["back"] == "store_credit", actor=origin.actor, now=now)

    def extra_urls(self) -> list[URLPattern]:
        return [
            self.action(
                "again", self.again, page_title=_("Try the refund again"), button=_("Give it back"),
                explanation=_("The bank refused this refund: the money is still owed to the buyer."),
                form_class=RefundAgainForm, verb_done=_("The refund is on its way."), subject_of=subject,
                back_of=back,
            )
        ]  # fmt: skip

    def columns(self) -> list[Column]:
        return [
            LinkColumn("order", label=_("Order"), classname="whole", get_url=order_url),
            TextColumn("kind", label=_("Kind"), accessor=kind, sort_key="kind"),
            TextColumn("tender", label=_("Means"), accessor=means, sort_key="tender"),
            StateColumn("state", label=_("State"), accessor=state, sort_key="state"),
            TextColumn("refusal_code", label=_("Refused because"), sort_key="refusal_code"),
            WhenColumn("requested_at", label=_("Asked"), sort_key="id"),
            WhenColumn("due", label=_("Next try"), accessor=due, sort_key="next_attempt_at"),
            WhenColumn("answered_at", label=_("Answered"), sort_key="answered_at"),
            MoneyColumn("amount", label=_("Amount"), accessor=amount, sort_key="amount_minor"),
        ]


def with_orders(found: list[Any]) -> list[Any]:
    numbers = dict(rows.Order.objects.filter(pk__in={r.order_id for r in found}).values_list("pk", "number"))
    for row in found:
        row.order = numbers.get(row.order_id, "")
    return found


def by_number_or_reference(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    text = text.strip()
    numbered = rows.Order.objects.filter(number__startswith=text.upper()).values_list("pk", flat=True)[:MOST_ORDERS]
    return queryset.filter(Q(provider_reference=text) | Q(order_id__in=list(numbered)))


def subject(pk: UUID) -> str:
    found = payments.request_info(pk)
    return f"{orders.get(found.order_id).number}, {found.amount.format(access.locale())}"


def back(pk: UUID) -> str:
    return reverse("orders:order", args=(payments.request_info(pk).order_id,))


def order_url(row: Any) -> str:
    return reverse("orders:order", args=(row.order_id,))


def kind(row: Any) -> Any:
    return KIND_WORDS[row.kind]


def means(row: Any) -> str:
    return tender(row.tender, access.locale())


def state(row: Any) -> tuple[str, Any]:
    return row.state, STATE_WORDS[row.state]


def due(row: Any) -> Any:
    return row.next_attempt_at if row.state == "requested" else None


def amount(row: Any) -> Money:
    return Money(row.amount_minor, row.currency)
