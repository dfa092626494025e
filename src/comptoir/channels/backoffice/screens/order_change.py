"""Changing an order in two steps: what shall be different, then what it costs and when it comes, to confirm."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import access
from comptoir.channels.backoffice.commands import refuse
from comptoir.channels.backoffice.days import moment
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.kit import clock
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound, Refusal
from comptoir.orders import facade as orders
from comptoir.orders.contracts import ChangeWish, OrderInfo
from comptoir.org import facade as org

ADDRESS = ("name", "street", "more", "postcode", "city", "country", "phone")
ROWS_TO_ADD = 3


class ShownForm(forms.Form):
    """What the preview showed travels with the confirmation."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shown_total = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shown_promise = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)


class ChangeForm(ShownForm):
    def __init__(self, *args: Any, order: OrderInfo, ways: list[tuple[str, str]], way: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order
        for line in order.lines:
            if line.kind == "goods":
                self.fields[f"line_{line.position}"] = forms.IntegerField(
                    label=line.name.read(access.locale()), min_value=0, max_value=999, initial=line.quantity
                )
        for place in range(ROWS_TO_ADD):
            self.fields[f"sku_{place}"] = forms.CharField(label=_("SKU"), max_length=100, required=False)
            self.fields[f"pieces_{place}"] = forms.IntegerField(
                label=_("Pieces"), min_value=1, max_value=999, required=False
            )
        for field, label in zip(ADDRESS, ADDRESS_WORDS, strict=True):
            self.fields[field] = forms.CharField(
                label=label, max_length=200, required=False, initial=getattr(order.contact, field)
            )
        self.fields["delivery"] = forms.ChoiceField(
            label=_("Delivery or collection"), choices=ways, initial=way, required=False
        )
        self.way = way

    def lines(self) -> list[tuple[Any, Any]]:
        goods = [line for line in self.order.lines if line.kind == "goods"]
        return [(line, self[f"line_{line.position}"]) for line in goods]

    def additions(self) -> list[tuple[Any, Any]]:
        return [(self[f"sku_{place}"], self[f"pieces_{place}"]) for place in range(ROWS_TO_ADD)]

    def address(self) -> list[Any]:
        return [self[field] for field in ADDRESS]

    def wish(self) -> ChangeWish:
        """What differs from the order. An unknown article is an error at its field."""
        data, order = self.cleaned_data, self.order
        quantities = {
            line.position: data[f"line_{line.position}"]
            for line in order.lines
            if line.kind == "goods" and data[f"line_{line.position}"] != line.quantity
        }
        contact = replace(order.contact, **{field: data[field] for field in ADDRESS})
        added = []
        for place in range(ROWS_TO_ADD):
            if sku := data[f"sku_{place}"]:
                found = catalog.variants_of_sku(sku)
                if not found:
                    self.add_error(f"sku_{place}", _("There is no article with this SKU."))
                    continue
                added.append((found[0][0], data[f"pieces_{place}"] or 1))
        return ChangeWish(
            quantities=quantities,
            added=added,
            contact=contact if contact != order.contact else None,
            delivery=data["delivery"] if data["delivery"] != self.way else "",
        )


ADDRESS_WORDS = (
    _("First and last name"), _("Number and street"), _("Floor, building, company"), _("Postcode"), _("Town"),
    _("Country"), _("Telephone"),
)  # fmt: skip


class StepsPage(ScreenPage, ABC):
    """A form that is shown again with its consequences before it is confirmed."""

    permission_required = "change"
    title: Any = ""

    @cached_property
    def order(self) -> OrderInfo:
        try:
            return orders.get(self.kwargs["pk"])
        except NotFound as refusal:
            raise Http404 from refusal

    def get_page_title(self) -> str:
        return str(self.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        here = {"url": self.back, "label": self.order.number}
        return [*items[:-1], here, items[-1]]

    @property
    def back(self) -> str:
        return reverse("orders:order", args=(self.order.id,))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(self.sent(request))
        if not form.is_valid():
            return self.show(form)
        try:
            if "confirm" in request.POST:
                messages.success(request, self.confirmed(form, access.origin(request).actor, clock.now()))
                return HttpResponseRedirect(self.back)
            return self.show(form, seen=self.previewed(form, access.origin(request).actor, clock.now()))
        except Refusal as refusal:
            refuse(form, refusal)
            return self.show(form)

    def show(self, form: forms.Form, seen: Any = None) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, seen=seen, order=self.order, back=self.back))

    def sent(self, request: HttpRequest) -> Any:
        """What was sent, for the form."""
        return request.POST

    @abstractmethod
    def form(self, data: Any = None) -> Any:
        """The form, filled with `data` when something was sent."""

    def previewed(self, form: Any, actor: str, now: datetime) -> Any:
        """What the wish would mean, for the template; writes nothing. None where there is nothing to show first."""
        return None

    @abstractmethod
    def confirmed(self, form: Any, actor: str, now: datetime) -> str:
        """Do it, and say so in a sentence."""


class ChangePage(StepsPage):
    template_name = "backoffice/order_change.html"
    title = _("Change the order")

    def form(self, data: Any = None) -> ChangeForm:
        actor, now = access.origin(self.request).actor, clock.now()
        way = orders.way_of(self.order.id)
        known = [(option.code, _way(option)) for option in orders.ways(self.order.id, actor=actor, now=now)]
        if way not in dict(known):
            known.insert(0, (way, _now("as agreed")))
        return ChangeForm(data, order=self.order, ways=known, way=way)

    def previewed(self, form: ChangeForm, actor: str, now: datetime) -> Any:
        wish = form.wish()
        return None if form.errors else orders.preview_change(self.order.id, wish, actor=actor, now=now)

    def confirmed(self, form: ChangeForm, actor: str, now: datetime) -> str:
        data = form.cleaned_data
        changed = orders.change_order(
            self.order.id,
            form.wish(),
            version=data["version"] or 0,
            shown_total=Money(data["shown_total"] or 0, self.order.total.currency),
            shown_promise=data["shown_promise"],
            actor=actor,
            now=now,
        )
        locale = access.locale()
        if changed.to_return:
            return _now("The order is changed. %(amount)s goes back.") % {"amount": changed.to_return.format(locale)}
        if changed.pay_until:
            return _now("The order is changed. %(amount)s is to be paid until %(until)s, by the link in the mail.") % {
                "amount": changed.to_pay.format(locale),
                "until": moment(changed.pay_until),
            }
        return _now("The order is changed.")


def _way(option: Any) -> str:
    locale = access.locale()
    place = f", {option.place.name.read(locale)}" if option.place else ""
    return f"{option.name.read(locale)}{place} – {option.charge.format(locale)}"


class CancelLinesForm(forms.Form):
    def __init__(self, *args: Any, order: OrderInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order
        for line in order.lines:
            if line.cancellable:
                self.fields[f"line_{line.position}"] = forms.IntegerField(
                    label=line.name.read(access.locale()), min_value=0, max_value=line.cancellable, initial=0
                )
        named = [(code, name.read(access.locale())) for code, name in orders.REASONS.items()]
        self.fields["reason"] = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose a reason")), *named])

    def lines(self) -> list[tuple[Any, Any]]:
        return [(line, self[f"line_{line.position}"]) for line in self.order.lines if line.cancellable]

    def wanted(self) -> dict[int, int]:
        return {
            line.position: self.cleaned_data[f"line_{line.position}"]
            for line in self.order.lines
            if line.cancellable and self.cleaned_data[f"line_{line.position}"]
        }


class CancelLinesPage(StepsPage):
    template_name = "backoffice/order_cancel_lines.html"
    title = _("Cancel lines")

    def form(self, data: Any = None) -> CancelLinesForm:
        return CancelLinesForm(data, order=self.order)

    def previewed(self, form: CancelLinesForm, actor: str, now: datetime) -> Any:
        return {"refund": orders.cancelled_lines(self.order.id, form.wanted())}

    def confirmed(self, form: CancelLinesForm, actor: str, now: datetime) -> str:
        done = orders.cancel_lines(
            self.order.id, form.wanted(), reason=form.cleaned_data["reason"], actor=actor, now=now
        )
        return _now("The lines are cancelled. %(amount)s goes back.") % {"amount": done.refund.format(access.locale())}


class SplitForm(forms.Form):
    place = forms.ChoiceField(label=_("Sent from"), required=False)
    day = forms.DateField(
        label=_("Promised for"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: what the other place can keep."),
    )  # fmt: skip

    def __init__(self, *args: Any, order: OrderInfo, shipment: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order, self.shipment = order, shipment
        names = {line.variant_id: line for line in order.lines}
        for variant, pieces in shipment.lines:
            self.fields[f"pieces_{variant}"] = forms.IntegerField(
                label=names[variant].name.read(access.locale()), min_value=0, max_value=pieces, initial=0
            )
        here = shipment.location
        others = [p for p in org.places() if p.ships and p.id != here.id] if shipment.kind == "ship" else []
        choices = [(place.code, place.name.read(access.locale())) for place in (here, *others)]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]

    def lines(self) -> list[tuple[Any, Any]]:
        names = {line.variant_id: line for line in self.order.lines}
        return [(names[variant], self[f"pieces_{variant}"]) for variant, _pieces in self.shipment.lines]

    def pieces(self) -> dict[UUID, int]:
        found = {variant: self.cleaned_data[f"pieces_{variant}"] for variant, _pieces in self.shipment.lines}
        return {variant: pieces for variant, pieces in found.items() if pieces}


class SplitPage(StepsPage):
    template_name = "backoffice/order_split.html"
    title = _("Split the parcel")

    @cached_property
    def shipment(self) -> Any:
        wanted = self.request.GET.get("shipment", "")
        planned = [s for s in self.order.shipments if s.state == "planned" and wanted in ("", str(s.id))]
        if not planned:
            raise Http404
        return planned[0]

    def form(self, data: Any = None) -> SplitForm:
        return SplitForm(data, order=self.order, shipment=self.shipment)

    def confirmed(self, form: SplitForm, actor: str, now: datetime) -> str:
        orders.split_order(
            self.order.id,
            self.shipment.id,
            form.pieces(),
            place=form.cleaned_data["place"],
            day=form.cleaned_data["day"],
            actor=actor,
            now=now,
        )
        return _now("The parcel is split: its part has a promise of its own.")
