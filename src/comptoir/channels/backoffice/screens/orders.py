"""Orders: the list, and what staff do to one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import ActionView, CommandViewSet
from comptoir.channels.backoffice.days import moment
from comptoir.channels.backoffice.lists import (
    ChannelColumn,
    DueColumn,
    LinkColumn,
    MoneyColumn,
    PersonalColumn,
    StateColumn,
    TextColumn,
    WhenColumn,
)
from comptoir.channels.backoffice.screens.order_bulk import BulkPage, BulkRunPage, BulkUndoView
from comptoir.channels.backoffice.screens.order_change import CancelLinesPage, ChangePage, SplitPage
from comptoir.channels.backoffice.screens.order_list import (
    STATE_WORDS,
    ExportView,
    OrderFilters,
    OrdersList,
    PickColumn,
)
from comptoir.channels.backoffice.screens.order_page import OrderPage
from comptoir.channels.backoffice.screens.order_refund import RefundPage
from comptoir.customers import facade as customers
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.orders import facade as orders


def reasons() -> list[tuple[str, Any]]:
    named = [(code, name.read(access.locale())) for code, name in orders.REASONS.items()]
    return [("", _("Choose a reason")), *named]


class CancelForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=reasons, help_text=_("Kept in the order's story."))


class ParcelForm(forms.Form):
    """Which parcel, when there are several."""

    def __init__(self, *args: Any, parcels: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shipment"] = forms.TypedChoiceField(
            label=_("Parcel"), coerce=UUID, choices=parcels, required=len(parcels) > 1, empty_value=None
        )
        if len(parcels) == 1:
            self.fields["shipment"].widget = forms.HiddenInput()
            self.fields["shipment"].initial = parcels[0][0]
            self.initial.pop("shipment", None)
        self.order_fields(["shipment"])


class ShipForm(ParcelForm):
    carrier = forms.CharField(label=_("Carrier"), max_length=60, required=False)
    tracking_number = forms.CharField(label=_("Tracking number"), max_length=60)


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class TagForm(forms.Form):
    tag = forms.CharField(label=_("Tag"), max_length=40)


class FilterForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, max_length=1000)
    shared = forms.BooleanField(label=_("Show it to all staff"), required=False)


class SaveFilterView(ActionView):
    """An action without a thing: what is saved comes with the form."""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, pk=None, **kwargs)


class OrdersViewSet(CommandViewSet):
    model = rows.Order
    name = "orders"
    screen = "orders"
    noun, nouns = _("order"), _("Orders")
    icon = "clipboard-list"
    filterset_class = OrderFilters
    index_view_class = OrdersList
    ordering = "-placed_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            enriched=with_emails_and_tags,
            lesson=_(
                "No order yet. Orders appear here as soon as somebody buys: publish a product with a price and "
                "some stock, then buy it in the shop to see the first one."
            ),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            PickColumn("pick", label=_("Choose")),
            LinkColumn("number", label=_("Number"), classname="whole", get_url=order_address, sort_key="number"),
            StateColumn("state", label=_("State"), accessor=state, sort_key="state"),
            WhenColumn("placed_at", label=_("Placed"), sort_key="placed_at"),
            DueColumn("promised_by", label=_("Promised for"), accessor="promised", sort_key="promised_by"),
            PersonalColumn("email", label=_("E-mail")),
            TextColumn("tags", label=_("Tags"), accessor="tag_names"),
            ChannelColumn("channel", label=_("Channel"), sort_key="channel"),
            MoneyColumn("paid", label=_("Paid"), accessor=paid, sort_key="paid_minor"),
            MoneyColumn("total", label=_("Total"), accessor=total, sort_key="total_minor"),
        ]

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": order_url}
        return [
            path("<uuid:pk>/", self.page(OrderPage, header_icon=self.icon), name="order"),
            path("<uuid:pk>/change/", self.page(ChangePage, header_icon=self.icon), name="change"),
            path("<uuid:pk>/cancel-lines/", self.page(CancelLinesPage, header_icon=self.icon), name="cancel-lines"),
            path("<uuid:pk>/refund/", self.page(RefundPage, header_icon=self.icon), name="refund"),
            path("<uuid:pk>/split/", self.page(SplitPage, header_icon=self.icon), name="split"),
            path("export/", self.page(ExportView), name="export"),
            path("bulk/", self.page(BulkPage, header_icon=self.icon), name="bulk"),
            path("bulk/<uuid:pk>/", self.page(BulkRunPage, header_icon=self.icon), name="bulk-run"),
            path("bulk/<uuid:pk>/undo/", self.page(BulkUndoView, header_icon=self.icon), name="bulk-undo"),
            path(
                "save-filter/",
                self.page(
                    SaveFilterView, command=self.save_filter, form_class=FilterForm, header_icon=self.icon,
                    page_title=_("Save this search"), button=_("Save it"), verb_done=_("The search is saved."),
                    explanation=_("It stands above the list of orders, for you alone or for all staff."),
                    permission_required="view", chosen=("query",), back_of=list_address,
                ),
                name="save-filter",
            ),
            self.action(
                "remove-filter", self.remove_filter, page_title=_("Forget this search"), button=_("Forget it"),
                explanation=_("The orders stay; only the saved search goes."), verb_done=_("The search is forgotten."),
                permission_required="view", back_of=list_address,
            ),
            self.action(
                "note", self.note, page_title=_("Write a note"), button=_("Keep the note"), form_class=NoteForm,
                explanation=_("For the staff alone: the buyer never sees it."), verb_done=_("The note is kept."),
                **common,
            ),
            self.action(
                "tag", self.tag, page_title=_("Put a tag"), button=_("Put it"), form_class=TagForm,
                explanation=_("Tags can be filtered in the list."), verb_done=_("The tag is put."), **common,
            ),
            self.action(
                "untag", self.untag, page_title=_("Take a tag off"), button=_("Take it off"), form_class=TagForm,
                explanation=_("Tags can be filtered in the list."), verb_done=_("The tag is off."), chosen=("tag",),
                **common,
            ),
            self.action(
                "prepare", self.prepare, page_title=_("Prepare"), button=_("I collect its pieces"),
                explanation=_("From now on the order can no longer be changed."), form_class=ParcelForm,
                form_kwargs_of=parcels("planned"), chosen=("shipment",), verb_done=_("The parcel is being prepared."),
                **common,
            ),
            self.action(
                "put-back", self.put_back, page_title=_("Put back"), button=_("Its pieces are back on their shelf"),
                explanation=_("The order can be changed again."), form_class=ParcelForm,
                form_kwargs_of=parcels("preparing"), chosen=("shipment",), verb_done=_("The parcel waits again."),
                **common,
            ),
            self.action(
                "take-back", self.take_back, page_title=_("Take back the change"), button=_("Take it back"),
                explanation=_("The order goes back to what it was before the change that was not paid."),
                verb_done=_("The order is what it was."), serious=True, **common,
            ),
            self.action(
                "ready", self.mark_ready, page_title=_("Mark as ready"), button=_("The order is ready"),
                explanation=_("The buyer is told that the order waits in the shop."), form_class=ParcelForm,
                form_kwargs_of=parcels("planned", "preparing"), chosen=("shipment",),
                verb_done=_("The order is ready to collect."), **common,
            ),
            self.action(
                "ship", self.mark_shipped, page_title=_("Ship"), button=_("The parcel has left"),
                explanation=_("The pieces leave the stock and the buyer can follow the parcel."),
                form_class=ShipForm, form_kwargs_of=parcels("planned", "preparing"), chosen=("shipment",),
                verb_done=_("The parcel is shipped."), **common,
            ),
            self.action(
                "deliver", self.mark_delivered, page_title=_("Mark as delivered"), button=_("The buyer has it"),
                explanation=_("With its last parcel the order ends, and its promise is settled by today's date."),
                form_class=ParcelForm, form_kwargs_of=parcels("shipped", "ready"), chosen=("shipment",),
                verb_done=_("The parcel is delivered."), **common,
            ),
            self.action(
                "supply", self.supply, page_title=_("Mark as done"), button=_("It is done"),
                explanation=_("The service was done. With its last part the order ends."), form_class=ParcelForm,
                form_kwargs_of=services, chosen=("shipment",), verb_done=_("The service is done."), **common,
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
                "cancel", self.cancel, page_title=_("Cancel the order"), button=_("Cancel this order"),
                explanation=_("Its stock is for sale again and what was paid is given back. This cannot be undone."),
                form_class=CancelForm, serious=True, verb_done=_("The order is cancelled."), **common,
            ),
        ]  # fmt: skip

    def prepare(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.start_preparing(pk, shipment_id=data["shipment"], actor=origin.actor, now=now)

    def put_back(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.stop_preparing(pk, shipment_id=data["shipment"], actor=origin.actor, now=now)

    def take_back(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.take_back_change(pk, actor=origin.actor, now=now)

    def note(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.add_note(pk, data["text"], actor=origin.actor, now=now)

    def tag(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.tag_order(pk, data["tag"], actor=origin.actor, now=now)

    def untag(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.untag_order(pk, data["tag"], actor=origin.actor, now=now)

    def save_filter(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.save_filter(data["name"], data["query"], shared=data["shared"], origin=origin, now=now)

    def remove_filter(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.remove_filter(pk, origin=origin, now=now)

    def mark_ready(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.mark_ready(pk, shipment_id=data["shipment"], actor=origin.actor, now=now)

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
        orders.mark_delivered(pk, shipment_id=data["shipment"], actor=origin.actor, now=now)

    def supply(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.supply(
            pk, nature=catalog.SERVICE, shipment_id=data["shipment"], actor=origin.actor, now=now
        )

    def receive(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.receive_in_shop(pk, actor=origin.actor, now=now)

    def give_back(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.give_back_in_shop(pk, actor=origin.actor, now=now)

    def cancel(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        orders.cancel(pk, reason=data["reason"], actor=origin.actor, now=now)


def order_url(pk: UUID) -> str:
    return reverse("orders:order", args=(pk,))


def order_address(row: Any) -> str:
    return order_url(row.pk)


def state(row: Any) -> tuple[str, Any]:
    return row.headline, STATE_WORDS[row.headline]


def paid(row: Any) -> Money:
    return Money(row.paid_minor, row.currency)


def total(row: Any) -> Money:
    return Money(row.total_minor, row.currency)


def with_emails_and_tags(found: list[Any]) -> list[Any]:
    contacts = customers.contacts([row.address_id for row in found])
    tags = orders.tags_of([row.pk for row in found])
    for row in found:
        row.email = contacts[row.address_id].email
        row.tag_names = ", ".join(tags.get(row.pk, ()))
    return found


def list_address(pk: Any = None) -> str:
    return reverse("orders:index")


def subject(pk: UUID) -> str:
    return orders.get(pk).number


def parcels(*states: str) -> Callable[[UUID], dict[str, Any]]:
    """The parcels in one of these states, for the form."""

    def of(pk: UUID) -> dict[str, Any]:
        waiting = [s for s in orders.get(pk).shipments if s.travels and s.state in states]
        return {"parcels": [(str(s.id), _parcel(s)) for s in waiting]}

    return of


def services(pk: UUID) -> dict[str, Any]:
    """What is to be done, for the form."""
    order = orders.get(pk)
    names = {line.variant_id: line.name.read(access.locale()) for line in order.lines}
    waiting = [s for s in order.shipments if s.nature == catalog.SERVICE and s.state == "planned"]
    return {"parcels": [(str(s.id), names.get(s.lines[0][0], "")) for s in waiting]}


def _parcel(shipment: Any) -> str:
    place = shipment.location.name.read(access.locale())
    return f"{place}, {sum(pieces for _variant, pieces in shipment.lines)}, {moment(shipment.promised_by)}"
