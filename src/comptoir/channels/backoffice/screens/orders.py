"""Orders: the list, and what staff do to one of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import (
    LinkColumn,
    MoneyColumn,
    PersonalColumn,
    StateColumn,
    TextColumn,
    WhenColumn,
)
from comptoir.channels.backoffice.screens.money_forms import RefundForm, money_of
from comptoir.channels.backoffice.screens.order_page import OrderPage
from comptoir.customers import facade as customers
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.payments import facade as payments

STATES = [
    ("pending", pgettext_lazy("order", "Waiting for payment")),
    ("confirmed", pgettext_lazy("order", "Confirmed")),
    ("ready", pgettext_lazy("order", "Ready to collect")),
    ("shipped", pgettext_lazy("order", "Shipped")),
    ("delivered", pgettext_lazy("order", "Delivered")),
    ("cancelled", pgettext_lazy("order", "Cancelled")),
    ("expired", pgettext_lazy("order", "Expired")),
]
STATE_WORDS = dict(STATES)


class OrderFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=forms.CheckboxSelectMultiple)
    channel = django_filters.AllValuesFilter(label=_("Channel"))
    placed_at = django_filters.DateFromToRangeFilter(label=_("Placed"), widget=DateRangePickerWidget)
    promised_by = django_filters.DateFromToRangeFilter(label=_("Promised for"), widget=DateRangePickerWidget)

    class Meta:
        model = rows.Order
        fields: tuple[str, ...] = ()


def reasons() -> list[tuple[str, Any]]:
    named = [(code, name.read(access.locale())) for code, name in orders.REASONS.items()]
    return [("", _("Choose a reason")), *named]


class CancelForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=reasons, help_text=_("Kept in the order's story."))


class ShipForm(forms.Form):
    field_order = ("shipment", "carrier", "tracking_number")
    carrier = forms.CharField(label=_("Carrier"), max_length=60, required=False)
    tracking_number = forms.CharField(label=_("Tracking number"), max_length=60)

    def __init__(self, *args: Any, parcels: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shipment"] = forms.TypedChoiceField(label=_("Parcel"), coerce=UUID, choices=parcels)
        if len(parcels) == 1:
            self.fields["shipment"].widget = forms.HiddenInput()
            self.fields["shipment"].initial = parcels[0][0]
        self.order_fields(self.field_order)


class OrdersViewSet(CommandViewSet):
    model = rows.Order
    name = "orders"
    screen = "orders"
    noun, nouns = _("order"), _("Orders")
    icon = "clipboard-list"
    filterset_class = OrderFilters
    ordering = "-placed_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            enriched=with_emails,
            searched=by_number_or_email,
            lesson=_(
                "No order yet. Orders appear here as soon as somebody buys: publish a product with a price and "
                "some stock, then buy it in the shop to see the first one."
            ),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("number", label=_("Number"), get_url=order_address, sort_key="number"),
            StateColumn("state", label=_("State"), accessor=state, sort_key="state"),
            WhenColumn("placed_at", label=_("Placed"), sort_key="placed_at"),
            WhenColumn("promised_by", label=_("Promised for"), sort_key="promised_by"),
            PersonalColumn("email", label=_("E-mail")),
            TextColumn("channel", label=_("Channel"), sort_key="channel"),
            MoneyColumn("paid", label=_("Paid"), accessor=paid, sort_key="paid_minor"),
            MoneyColumn("total", label=_("Total"), accessor=total, sort_key="total_minor"),
        ]

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": order_url}
        return [
            path("<uuid:pk>/", self.page(OrderPage, header_icon=self.icon), name="order"),
            self.action(
                "ready", self.mark_ready, page_title=_("Mark as ready"), button=_("The order is ready"),
                explanation=_("The buyer is told that the order waits in the shop."),
                verb_done=_("The order is ready to collect."), **common,
            ),
            self.action(
                "ship", self.mark_shipped, page_title=_("Ship"), button=_("The parcel has left"),
                explanation=_("The pieces leave the stock and the buyer can follow the parcel."),
                form_class=ShipForm, form_kwargs_of=parcels, verb_done=_("The parcel is shipped."), **common,
            ),
            self.action(
                "deliver", self.mark_delivered, page_title=_("Mark as delivered"), button=_("The buyer has it"),
                explanation=_("The order ends here, and the promise is settled by today's date."),
                verb_done=_("The order is delivered."), **common,
            ),
            self.action(
                "receive", self.receive, page_title=_("Record the payment"), button=_("The buyer has paid"),
                explanation=_("The whole amount that was awaited in the shop has been received."),
                verb_done=_("The payment is recorded."), **common,
            ),
            self.action(
                "give-back", self.give_back, page_title=_("Record the refund"), button=_("Given back at the counter"),
                explanation=_("The buyer has received the whole amount that was to be given back in the shop."),
                serious=True, verb_done=_("The refund is recorded."), **common,
            ),
            self.action(
                "refund", self.refund, page_title=_("Give money back"), button=_("Give it back"),
                explanation=_("It goes back to the latest payment first, to gift cards and store credit last."),
                form_class=RefundForm, form_kwargs_of=refundable, serious=True, permission_required="refund",
                verb_done=_("The refund is on its way."), **common,
            ),
            self.action(
                "cancel", self.cancel, page_title=_("Cancel the order"), button=_("Cancel this order"),
                explanation=_("Its stock is for sale again and what was paid is given back. This cannot be undone."),
                form_class=CancelForm, serious=True, verb_done=_("The order is cancelled."), **common,
            ),
        ]  # fmt: skip

    def mark_ready(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.mark_ready(pk, actor=origin.actor, now=now)

    def mark_shipped(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.mark_shipped(
            pk,
            shipment_id=data["shipment"],
            carrier=data["carrier"],
            tracking_number=data["tracking_number"],
            actor=origin.actor,
            now=now,
        )

    def mark_delivered(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.mark_delivered(pk, actor=origin.actor, now=now)

    def receive(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.receive_in_shop(pk, actor=origin.actor, now=now)

    def give_back(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.give_back_in_shop(pk, actor=origin.actor, now=now)

    def refund(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        currency = orders.get(pk).total.currency
        orders.refund(
            pk,
            amount=money_of(data["amount"], currency),
            reason=data["reason"],
            as_credit=data["back"] == "store_credit",
            shown=Money(data["shown"], currency),
            actor=origin.actor,
            now=now,
        )

    def cancel(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.cancel(pk, reason=data["reason"], actor=origin.actor, now=now)


def order_url(pk: UUID) -> str:
    return reverse("orders:order", args=(pk,))


def order_address(row: Any) -> str:
    return order_url(row.pk)


def state(row: Any) -> tuple[str, Any]:
    return row.state, STATE_WORDS[row.state]


def paid(row: Any) -> Money:
    return Money(row.paid_minor, row.currency)


def total(row: Any) -> Money:
    return Money(row.total_minor, row.currency)


def with_emails(found: list[Any]) -> list[Any]:
    contacts = customers.contacts([row.address_id for row in found])
    for row in found:
        row.email = contacts[row.address_id].email
    return found


def by_number_or_email(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    return queryset.filter(
        Q(number__startswith=text.strip().upper()) | Q(customer_id__in=customers.with_email(text.strip()))
    )


def subject(pk: UUID) -> str:
    return orders.get(pk).number


def refundable(pk: UUID) -> dict[str, Any]:
    """What can be given back now, for the form."""
    return {"there": payments.refundable(pk, orders.get(pk).total.currency)}


def parcels(pk: UUID) -> dict[str, Any]:
    """The parcels that have not left, for the form."""
    planned = [s for s in orders.get(pk).shipments if s.state == "planned"]
    return {"parcels": [(str(s.id), s.location.name.read(access.locale())) for s in planned]}
