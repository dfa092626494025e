"""Withdrawals: who withdrew from what, where it stands, and the proof that lets the money go back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.aftersales import facade as aftersales
from comptoir.aftersales.contracts import WithdrawalInfo
from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import LinkColumn, PersonalColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.journal.contracts import Origin
from comptoir.kit import clock
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.orders import facade as orders
from comptoir.org import facade as org

STATES = [("declared", _("waits for the goods")), ("refunding", _("being refunded")), ("refunded", _("refunded"))]
WORDS = dict(STATES)


class WithdrawalFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES)
    late = django_filters.ChoiceFilter(
        label=_("Refund due"), choices=[("late", _("due, and not given back"))], method="by_lateness"
    )
    declared_at = django_filters.DateFromToRangeFilter(label=_("Declared"), widget=DateRangePickerWidget)

    class Meta:
        model = rows.Withdrawal
        fields: tuple[str, ...] = ()

    def by_lateness(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(refund_due__lt=clock.now()).exclude(state="refunded")


class HereForm(forms.Form):
    """Nothing goes into stock by itself: somebody has looked at the piece."""

    def __init__(self, *args: Any, withdrawal: WithdrawalInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in withdrawal.lines:
            if count := withdrawal.to_return_by_line.get(line.position):
                self.fields[f"back_{line.position}"] = forms.IntegerField(
                    label=_("Back into stock: %(name)s") % {"name": line.name.read(access.locale())}, min_value=0,
                    max_value=count, required=False,
                )  # fmt: skip
        places = [(place.code, place.name.read(access.locale())) for place in org.places()]
        self.fields["place"] = forms.ChoiceField(
            label=_("Back into stock at"), choices=[("", _("where it left from")), *places], required=False
        )


class SentForm(forms.Form):
    proof = forms.CharField(
        label=_("Proof of sending"), max_length=80, help_text=_("Such as the number of the parcel, or the receipt.")
    )


class WithdrawalPage(ScreenPage):
    """What was declared, as it was acknowledged, and what came of it."""

    template_name = "backoffice/withdrawal.html"

    @cached_property
    def withdrawal(self) -> WithdrawalInfo:
        return record(self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.withdrawal.reference

    def actions(self) -> list[tuple[str, Any, str]]:
        found = self.withdrawal
        if not found.to_return or found.received_at:
            return []
        here: tuple[str, Any, str] = ("received", _("The goods are here"), "change")
        return [here] if found.sent_at else [here, ("sent", _("Proof of sending"), "change")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.withdrawal
        return super().get_context_data(
            withdrawal=found,
            state=state_of(found),
            lines=[(line, line.name.read(access.locale())) for line in found.lines],
            refund=found.refund.format(access.locale()),
            on_cards=Money.total((line.on_cards for line in found.lines), found.refund.currency),
            personal=access.may(self.request.user, "withdrawals", "contact"),
            **kwargs,
        )


class WithdrawalsViewSet(CommandViewSet):
    model = rows.Withdrawal
    name = "withdrawals"
    screen = "withdrawals"
    noun, nouns = _("withdrawal"), _("Withdrawals")
    icon = "rotate"
    filterset_class = WithdrawalFilters
    ordering = "-declared_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            searched=by_text,
            lesson=_("Nobody has withdrawn from an order. Buyers do it by the link at the foot of every page."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("reference", label=_("Reference"), get_url=address_of_row, sort_key="reference"),
            TextColumn("order_number", label=_("Order"), sort_key="order_number"),
            PersonalColumn("name", label=_("Declared by"), sort_key="name"),
            StateColumn("state", label=_("State"), accessor=state, sort_key="state"),
            WhenColumn("declared_at", label=_("Declared"), sort_key="declared_at"),
            WhenColumn("refund_due", label=_("Money back by"), sort_key="refund_due"),
            WhenColumn("received_at", label=_("Goods here"), sort_key="received_at"),
            WhenColumn("acknowledged_at", label=_("Acknowledged"), sort_key="acknowledged_at"),
        ]

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": address_of}
        return [
            path("<uuid:pk>/", self.page(WithdrawalPage, header_icon=self.icon), name="withdrawal"),
            self.action(
                "received", self.receive, page_title=_("The goods are here"), button=_("Note it and pay back"),
                explanation=_(
                    "What the buyer paid for these pieces goes back at once, by the means with which it was paid, and "
                    "the delivery too when nothing of the order is kept. Say what goes back into stock."
                ),
                form_class=HereForm, form_kwargs_of=lambda pk: {"withdrawal": record(pk)},
                verb_done=_("It is noted; the money is on its way."), **common,
            ),
            self.action(
                "sent", self.note_sent, page_title=_("Proof of sending"), button=_("Note it and pay back"),
                form_class=SentForm,
                explanation=_("The buyer has proved that the goods were sent: from now on the refund cannot wait."),
                verb_done=_("It is noted; the money is on its way."), **common,
            ),
        ]  # fmt: skip

    def receive(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        back = {int(name.removeprefix("back_")): count for name, count in data.items() if name != "place" and count}
        aftersales.take_back(
            pk, evidence="received", put_back=back, place=data["place"], actor=origin.actor, channel=origin.channel,
            now=now,
        )  # fmt: skip

    def note_sent(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        aftersales.take_back(
            pk, evidence="sent", proof=data["proof"], actor=origin.actor, channel=origin.channel, now=now
        )


def by_text(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    """The start of a reference or of an order's number; names are not searched, because not everybody may see them."""
    text = text.strip()
    return queryset.filter(Q(reference__istartswith=text) | Q(order_number__istartswith=text))


def record(pk: UUID) -> WithdrawalInfo:
    try:
        return aftersales.get(pk)
    except NotFound as refusal:
        raise Http404 from refusal


def subject(pk: UUID) -> str:
    found = aftersales.get(pk)
    return f"{found.reference} ({orders.get(found.order_id).number})"


def state(row: Any) -> tuple[str, Any]:
    return row.state, _("being looked through") if row.stopped_at is None else WORDS[row.state]


def state_of(found: WithdrawalInfo) -> tuple[str, Any]:
    return found.state, WORDS[found.state]


def address_of(pk: UUID) -> str:
    return reverse("withdrawals:withdrawal", args=(pk,))


def address_of_row(row: Any) -> str:
    return address_of(row.pk)
