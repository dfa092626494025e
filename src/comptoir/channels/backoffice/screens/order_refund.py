"""Giving money back in two steps: what it is for, then what that comes to, to confirm."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from comptoir.aftersales import facade as aftersales
from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import access
from comptoir.channels.backoffice.screens.money_forms import RefundForm, amount_field, money_of
from comptoir.channels.backoffice.screens.order_change import StepsPage
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo, OrderLineInfo, RefundWish
from comptoir.org import facade as org
from comptoir.payments import facade as payments


class RefundPartsForm(RefundForm):
    """Without a line or the delivery it is an amount off the whole order."""

    delivery = forms.BooleanField(label=_("Give the delivery back"), required=False)
    place = forms.ChoiceField(label=_("Back into stock at"), required=False)

    def __init__(self, *args: Any, order: OrderInfo, there: Money, awaited: bool, **kwargs: Any) -> None:
        super().__init__(*args, there=there, awaited=awaited, **kwargs)
        self.currency = there.currency
        self.goods = [line for line in order.lines if line.kind == "goods" and line.refundable]
        self.has_delivery = any(line.kind != "goods" and line.refundable for line in order.lines)
        for line in self.goods:
            name, place = line.name.read(access.locale()), line.position
            self.fields[f"pieces_{place}"] = forms.IntegerField(
                label=_("Pieces of %(name)s") % {"name": name}, min_value=0, max_value=line.refundable, required=False
            )
            if line.nature == catalog.GOODS:
                self.fields[f"put_back_{place}"] = forms.IntegerField(
                    label=_("of which back into stock"), min_value=0, max_value=line.refundable, required=False
                )
            if line.nature != catalog.GIFT_CARD:
                self.fields[f"reduction_{place}"] = amount_field(
                    _("Off the price of what is kept: %(name)s") % {"name": name}, required=False
                )
        if not self.has_delivery:
            del self.fields["delivery"]
        places = [(place.code, place.name.read(access.locale())) for place in org.places()]
        self.fields["place"].choices = [("", _("where it left from")), *places]  # type: ignore[attr-defined]
        self.fields["amount"].required = False
        if self.goods or self.has_delivery:
            self.fields["amount"].initial = None

    def lines(self) -> list[tuple[OrderLineInfo, list[Any]]]:
        names = ("pieces", "put_back", "reduction")
        return [
            (line, [self[f"{name}_{line.position}"] for name in names if f"{name}_{line.position}" in self.fields])
            for line in self.goods
        ]

    def chosen(self, name: str) -> dict[int, Any]:
        found = {line.position: self.cleaned_data.get(f"{name}_{line.position}") for line in self.goods}
        return {position: value for position, value in found.items() if value}

    def wish(self) -> RefundWish | None:
        pieces, reductions = self.chosen("pieces"), self.chosen("reduction")
        delivery = bool(self.cleaned_data.get("delivery"))
        if not pieces and not reductions and not delivery:
            return None
        return RefundWish(
            pieces=pieces, put_back=self.chosen("put_back"), delivery=delivery, place=self.cleaned_data["place"],
            reductions={position: money_of(amount, self.currency) for position, amount in reductions.items()},
        )  # fmt: skip

    def amount(self) -> Money | None:
        given = self.cleaned_data["amount"]
        return money_of(given, self.currency) if given else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and self.wish() is None and not data.get("amount"):
            self.add_error("amount", _now("Say what it is for, or an amount."))
        return data


class RefundPage(StepsPage):
    template_name = "backoffice/order_refund.html"
    title = _("Give money back")
    permission_required = "refund"

    def form(self, data: Any = None) -> RefundPartsForm:
        order = self.order
        awaited = any(each.state == "declared" for each in aftersales.of_order(order.id))
        there = payments.refundable(order.id, order.total.currency)
        return RefundPartsForm(data, order=order, there=there, awaited=awaited)

    def sent(self, request: HttpRequest) -> Any:
        """Filled with everything that can be given back where that is asked for: what it comes to is shown first."""
        if "all" not in request.POST:
            return request.POST
        data = request.POST.copy()
        for line in self.order.lines:
            data[f"pieces_{line.position}"], data[f"reduction_{line.position}"] = str(line.refundable), ""
        data["delivery"], data["amount"] = "on", ""
        return data

    def previewed(self, form: RefundPartsForm, actor: str, now: datetime) -> Any:
        wish, amount = form.wish(), form.amount()
        orders.require_unclaimed(self.order, wish, form.cleaned_data["reason"])
        if wish is None:
            return {"amount": amount, "named": False}
        cards = any(line.nature == catalog.GIFT_CARD and line.position in wish.pieces for line in self.order.lines)
        comes_to = Money(orders.refund_wished(self.order.lines, wish), form.currency)
        return {"amount": amount or comes_to, "named": True, "cards": cards}

    def confirmed(self, form: RefundPartsForm, actor: str, now: datetime) -> str:
        data = form.cleaned_data
        orders.refund(
            self.order.id, amount=form.amount(), wish=form.wish(), reason=data["reason"],
            as_credit=data["back"] == "store_credit", shown=Money(data["shown"], form.currency), actor=actor, now=now,
        )  # fmt: skip
        return _now("The refund is on its way.")
