"""List prices: the ones in force, how to set another, and all that were before."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import django_filters
from babel.numbers import get_currency_precision
from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import access, rows, sentences
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import LinkColumn, MoneyColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.stock import by_article
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet, Reduction, ReductionToAnnounce, SegmentPriceToSet
from comptoir.segments import facade as segments


class PriceFilters(WagtailFilterSet):
    market = django_filters.AllValuesFilter(label=_("Market"))
    changed_at = django_filters.DateFromToRangeFilter(label=_("Since"), widget=DateRangePickerWidget)

    class Meta:
        model = rows.ListPrice
        fields: tuple[str, ...] = ()


class AmountForm(forms.Form):
    amount = forms.DecimalField(
        label=_("New price, VAT included"), min_value=Decimal(0), max_digits=11, decimal_places=2, localize=True
    )


class ReferenceForm(forms.Form):
    reference = forms.DecimalField(
        label=_("Price before, VAT included"), min_value=Decimal(0), max_digits=11, decimal_places=2, localize=True,
        required=False, help_text=_("Empty: what the history says."),
    )  # fmt: skip


class FirstPriceForm(AmountForm):
    sku = forms.CharField(label=_("SKU"), max_length=100)
    field_order = ("sku", "amount")


def segment_choices() -> list[tuple[str, str]]:
    return [(each.code, each.name.read(access.locale())) for each in segments.listed()]


class SegmentPriceForm(forms.Form):
    segment = forms.ChoiceField(label=_("Segment"), choices=segment_choices)
    amount = forms.DecimalField(
        label=_("Price for them, VAT included"), min_value=Decimal(0), max_digits=11, decimal_places=2, localize=True,
        required=False, help_text=_("Below the list price. Empty: they pay what everybody pays."),
    )  # fmt: skip


class PricePage(ScreenPage):
    """Every price that a variant had."""

    template_name = "backoffice/price.html"

    @cached_property
    def price(self) -> Any:
        found = prices().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        return self.price.variant.sku

    def actions(self) -> list[tuple[str, Any, str]]:
        found: list[tuple[str, Any, str]] = [
            ("set", _("Set a new price"), "change"), ("segment", _("Price for a segment"), "change")
        ]  # fmt: skip
        return [*found, ("end", _("End the reduction"), "change") if self.reduced else
                ("announce", _("Announce a reduction"), "change")]  # fmt: skip

    @cached_property
    def reduced(self) -> Reduction | None:
        price = self.price
        return pricing.reductions([price.variant_id], market=price.market, currency=price.currency).get(
            price.variant_id
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        history = pricing.history(self.price.variant_id, market=self.price.market)
        staff = rows.staff_names({past.actor for past in history})
        return super().get_context_data(
            price=self.price, reduced=self.reduced, own=own_prices(self.price),
            may_product=access.may(self.request.user, "products", "view"),
            history=[(past, staff.get(past.actor) or sentences.actor(past.actor)) for past in history], **kwargs
        )


class PricesViewSet(CommandViewSet):
    model = rows.ListPrice
    name = "prices"
    screen = "prices"
    noun, nouns = _("price"), _("Prices")
    adding = _("Set a price")
    icon = "tag"
    filterset_class = PriceFilters
    ordering = "variant__sku"
    create_form = FirstPriceForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=prices,
            searched=by_article,
            lesson=_("No price yet. A variant without a price is not sold: give the first one with “Set a price”."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("sku", label=_("SKU"), accessor="variant.sku", get_url=price_url, sort_key="variant__sku"),
            TextColumn("product", label=_("Product"), accessor="variant.product.name"),
            TextColumn("market", label=_("Market"), sort_key="market"),
            WhenColumn("changed_at", label=_("Since"), sort_key="changed_at"),
            MoneyColumn("amount", label=_("Price, VAT included"), accessor=amount, sort_key="amount_minor"),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        variant_id = rows.Variant.objects.filter(sku=data["sku"].strip()).values_list("pk", flat=True).first()
        if variant_id is None:
            raise Invalid({"sku": str(_("No variant has this SKU."))})
        market = access.market()
        wanted = PriceToSet(variant_id=variant_id, amount=money(data["amount"], market.currency))
        pricing.set_prices([wanted], market=market.code, origin=origin, now=now)

    def set_price(self, pk: int, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        price = prices().get(pk=pk)
        wanted = PriceToSet(variant_id=price.variant_id, amount=money(data["amount"], price.currency))
        pricing.set_prices([wanted], market=price.market, origin=origin, now=now)

    def announce(self, pk: int, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        price = prices().get(pk=pk)
        named = None if data["reference"] is None else money(data["reference"], price.currency)
        wanted = ReductionToAnnounce(variant_id=price.variant_id, reference=named)
        pricing.announce_reductions([wanted], market=price.market, currency=price.currency, origin=origin, now=now)

    def end(self, pk: int, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        price = prices().get(pk=pk)
        pricing.end_reductions(
            [price.variant_id], market=price.market, currency=price.currency, origin=origin, now=now
        )

    def for_segment(self, pk: int, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        price = prices().get(pk=pk)
        named = None if data["amount"] is None else money(data["amount"], price.currency)
        wanted = SegmentPriceToSet(variant_id=price.variant_id, segment=data["segment"], amount=named)
        pricing.set_segment_prices([wanted], market=price.market, currency=price.currency, origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        return [
            self.action(
                "announce", self.announce, page_title=_("Announce a reduction"), button=_("Announce it"),
                explanation=_(
                    "The price is shown as reduced, beside the lowest price of the 30 days before it. What the history "
                    "does not bear out is refused (art. L112-1-1 of the Consumer Code)."
                ),
                form_class=ReferenceForm, verb_done=_("The reduction is announced."), subject_of=subject,
                back_of=price_page,
            ),
            self.action(
                "end", self.end, page_title=_("End the reduction"), button=_("End it"),
                explanation=_("The price stays, and is no longer shown as reduced."),
                verb_done=_("The reduction has ended."), subject_of=subject, back_of=price_page,
            ),
            path("<int:pk>/", self.page(PricePage, header_icon=self.icon), name="price"),
            self.action(
                "set", self.set_price, page_title=_("Set a new price"), button=_("Set this price"),
                explanation=_("It holds at once, on every channel. The price before stays in the history."),
                form_class=AmountForm, verb_done=_("The price is set."), subject_of=subject, back_of=price_page,
            ),
            self.action(
                "segment", self.for_segment, page_title=_("Price for a segment"), button=_("Set this price"),
                explanation=_(
                    "Who is in the segment and allows personal use pays this, on every channel. Beside the price and "
                    "before the order we say that an automated decision set it, and what everybody else pays "
                    "(art. L221-5 of the Consumer Code). It is no reduction, and leaves the price history alone."
                ),
                form_class=SegmentPriceForm, verb_done=_("The price for the segment is set."), subject_of=subject,
                back_of=price_page,
            ),
        ]  # fmt: skip


def money(amount: Decimal, currency: str) -> Money:
    """What a person typed, in minor units. Refuses Invalid when it is finer than the currency."""
    minor = amount.scaleb(get_currency_precision(currency))
    if minor != int(minor):
        raise Invalid({"amount": "not_a_number"})
    return Money(int(minor), currency)


def own_prices(price: Any) -> list[tuple[str, Any, bool]]:
    """Of each segment with a price of its own: its name, the price, and whether it holds now."""
    names = dict(segment_choices())
    found = pricing.for_segments(price.variant_id, market=price.market)
    return [
        (names.get(each.segment, each.segment), each, each.segment in names and each.amount < amount(price))
        for each in found
    ]


def prices() -> QuerySet[Any]:
    return rows.ListPrice.objects.select_related("variant__product")


def amount(row: Any) -> Money:
    return Money(row.amount_minor, row.currency)


def price_page(pk: int) -> str:
    return reverse("prices:price", args=(pk,))


def price_url(row: Any) -> str:
    return price_page(row.pk)


def subject(pk: int) -> str:
    price = prices().filter(pk=pk).first()
    if price is None:
        raise Http404
    return f"{price.variant.sku}, {amount(price).format(access.locale())}"
