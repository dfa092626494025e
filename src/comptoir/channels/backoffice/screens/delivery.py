"""The ways to get an order: what they are called, when they leave, what they cost, and which are offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn, MoneyColumn, StateColumn, TextColumn
from comptoir.channels.backoffice.screens.delivery_rates import PastePage, RatesPage, TableFile, grid, samples
from comptoir.channels.backoffice.screens.feeds import market_choices
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import MethodInfo
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised

KINDS = {"ship": pgettext_lazy("way", "parcel"), "collect": pgettext_lazy("way", "collection")}
ONLY_SHIP = ("carrier", "tracking_address", "cutoff", "days_min", "days_max", "saturdays")
ONLY_COLLECT = ("minutes_to_prepare",)


class MethodFilters(WagtailFilterSet):
    market = django_filters.ChoiceFilter(label=_("Market"), choices=market_choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=list(KINDS.items()))

    class Meta:
        model = rows.DeliveryMethod
        fields: tuple[str, ...] = ()


class MethodForm(forms.Form):
    """With the `kind` of a way that is there, only what counts for it is asked."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    carrier = forms.CharField(
        label=_("Carrier"), max_length=60, required=False, help_text=_("Buyers read it beside their parcel.")
    )
    tracking_address = forms.CharField(
        label=_("Tracking page"), max_length=300, required=False,
        help_text=_("Its address with https, and {number} where the number of the parcel stands."),
    )  # fmt: skip
    cutoff = forms.TimeField(
        label=_("Last hour for today"), initial=time(14),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Paid before, it leaves the same working day; in the time of the place that sends."),
    )  # fmt: skip
    days_min = forms.IntegerField(label=_("Working days at least"), min_value=0, max_value=40, initial=0)
    days_max = forms.IntegerField(
        label=_("Working days at most"), min_value=0, max_value=40, initial=0,
        help_text=_("On the way, from the day after it leaves. The table of prices may add days."),
    )  # fmt: skip
    saturdays = forms.BooleanField(label=_("Saturdays count as working days"), required=False)
    minutes_to_prepare = forms.IntegerField(
        label=_("Minutes to prepare"), min_value=0, max_value=10_080, initial=120,
        help_text=_("Of the shop’s opening hours, until it can be collected."),
    )  # fmt: skip
    position = forms.IntegerField(
        label=_("Position"), min_value=0, max_value=32_767, initial=0, help_text=_("Small numbers stand first.")
    )

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"ship": ONLY_COLLECT, "collect": ONLY_SHIP}.get(kind, ()):
            del self.fields[name]


class NewMethodForm(MethodForm):
    market = forms.ChoiceField(label=_("Market"), choices=market_choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()), widget=forms.RadioSelect, initial="ship")
    code = forms.CharField(
        label=_("Code"), max_length=50, help_text=_("For programs and files: relay-point. It never changes.")
    )
    field_order = ("market", "kind", "name_fr", "name_en", "code")


class SwitchOffForm(forms.Form):
    """Asks for a confirmation where it is the last way of its market."""

    nobody_can_order = forms.BooleanField(
        label=_("I know that nobody can order goods then."),
        help_text=_("No other way of this market brings or hands over goods."),
    )

    def __init__(self, *args: Any, last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not last:
            del self.fields["nobody_can_order"]


class MethodPage(ScreenPage):
    template_name = "backoffice/delivery_method.html"

    @cached_property
    def method(self) -> MethodInfo:
        return found(self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.method.name.read(access.locale())

    def actions(self) -> list[tuple[str, Any, str]]:
        tables = [("rates", _("Prices by row"), "change"), ("paste", _("Prices as text"), "change"),
                  ("table", _("Export CSV"), "view")] if self.method.kind == "ship" else []  # fmt: skip
        switch = ("off", _("Stop offering it")) if self.method.active else ("on", _("Offer it again"))
        return [("change", _("Change"), "change"), *tables, (*switch, "change")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        method = self.method
        return super().get_context_data(
            method=method, kind=KINDS[method.kind], lasts=lasts(method), grid=grid(method.rates),
            state=state(method.active, bool(method.rates), method.kind), samples=samples(method), **kwargs,
        )  # fmt: skip


class DeliveryViewSet(CommandViewSet):
    model = rows.DeliveryMethod
    name = "delivery"
    screen = "delivery"
    noun, nouns, plural = _("way to deliver"), _("Delivery"), _("Ways to deliver")
    adding = _("Add a way")
    icon = "arrow-right"
    ordering = "position"
    filterset_class = MethodFilters
    create_form = NewMethodForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns, rows_of=ways,
            lesson=_("Nobody can order goods yet: add a way to get them, then say what it costs."), **kwargs,
        )  # fmt: skip

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(submit_button_label=_("Add it"), **kwargs)

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("Name"), get_url=lambda row: page_of(row.pk)),
            TextColumn("kind", label=_("Kind"), accessor=lambda row: KINDS[row.kind], sort_key="kind"),
            TextColumn("days", label=_("How long"), accessor=lasts),
            MoneyColumn("amount", label=_("From, VAT included"), accessor=cheapest),
            StateColumn("active", label=_("State"), accessor=state_of, sort_key="active"),
            TextColumn("market", label=_("Market"), sort_key="market"),
            CountColumn("position", label=_("Position"), sort_key="position"),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> UUID:
        return fulfilment.add_method(**said(data), origin=origin, now=now)

    def edit(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        method = found(pk)
        fulfilment.change_method(method.code, replace(method.terms, **said(data)), origin=origin, now=now)

    def switch_on(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        fulfilment.switch_method(found(pk).code, active=True, origin=origin, now=now)

    def switch_off(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        fulfilment.switch_method(found(pk).code, active=False, origin=origin, now=now, **data)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": page_of}
        change = {"header_icon": self.icon, "permission_required": "change"}
        return [
            path("<uuid:pk>/", self.page(MethodPage, header_icon=self.icon), name="method"),
            path("<uuid:pk>/rates/", self.page(RatesPage, **change), name="rates"),
            path("<uuid:pk>/paste/", self.page(PastePage, **change), name="paste"),
            path("<uuid:pk>/table/", self.page(TableFile, header_icon=self.icon), name="table"),
            self.action(
                "change", self.edit, page_title=_("Change"), button=_("Save"), form_class=MethodForm,
                form_kwargs_of=initial, verb_done=_("The way is changed."),
                explanation=_("For orders from now on: what was promised stays promised."), **common,
            ),
            self.action(
                "off", self.switch_off, page_title=_("Stop offering it"), button=_("Stop offering it"),
                explanation=_("Nobody can choose it any more. Orders that have it keep it."),
                form_class=SwitchOffForm, form_kwargs_of=lambda pk: {"last": fulfilment.is_last(found(pk))},
                verb_done=_("The way is no longer offered."), **common,
            ),
            self.action(
                "on", self.switch_on, page_title=_("Offer it again"), button=_("Offer it again"),
                explanation=_("Buyers can choose it again at once, where it has a price for them."),
                verb_done=_("The way is offered."), **common,
            ),
        ]  # fmt: skip


def ways() -> QuerySet[Any]:
    """Those that a merchant sets up, each with its lowest price to anywhere."""
    rates = rows.DeliveryRate.objects.filter(method=OuterRef("pk")).order_by("amount_minor", "pk")
    return rows.DeliveryMethod.objects.filter(kind__in=KINDS).annotate(
        lowest=Subquery(rates.values("amount_minor")[:1]), currency=Subquery(rates.values("currency")[:1])
    )


def cheapest(row: Any) -> Money | None:
    if row.kind == "collect":
        return Money(0, row.currency or access.market().currency)
    return None if row.lowest is None else Money(row.lowest, row.currency)


def lasts(way: Any) -> str:
    """Of a row or of what the room tells."""
    if way.kind == "collect":
        return _now("%(minutes)s min of opening hours") % {"minutes": way.minutes_to_prepare}
    if way.days_min != way.days_max:
        return _now("%(least)s to %(most)s working days") % {"least": way.days_min, "most": way.days_max}
    return ngettext("%(days)s working day", "%(days)s working days", way.days_max) % {"days": way.days_max}


def state(active: bool, priced: bool, kind: str) -> tuple[str, Any]:
    if not active:
        return ("withdrawn", pgettext_lazy("way", "not offered"))
    if kind == "ship" and not priced:
        return ("short", _("without a price"))
    return ("active", pgettext_lazy("way", "on offer"))


def state_of(row: Any) -> tuple[str, Any]:
    return state(row.active, row.lowest is not None, row.kind)


def said(data: dict[str, Any]) -> dict[str, Any]:
    """What the form gave, its two names as one."""
    rest = {name: value for name, value in data.items() if name not in ("name_fr", "name_en")}
    return rest | {"name": Localised(fr=data["name_fr"], en=data["name_en"])}


def found(pk: UUID) -> MethodInfo:
    try:
        return fulfilment.method_by_id(pk)
    except NotFound as refusal:
        raise Http404 from refusal


def initial(pk: UUID) -> dict[str, Any]:
    method = found(pk)
    names = {f"name_{locale}": method.name.get(locale, "") for locale in ("fr", "en")}
    return {"kind": method.kind, "initial": method.terms.values | names}


def subject(pk: UUID) -> str:
    return found(pk).name.read(access.locale())


def page_of(pk: UUID) -> str:
    return reverse("delivery:method", args=(pk,))
