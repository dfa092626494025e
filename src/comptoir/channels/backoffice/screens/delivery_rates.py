"""The prices of a way to deliver: by row, as text, and as a file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from babel import Locale
from babel.numbers import format_decimal
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from comptoir.channels.backoffice import access
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import MethodInfo, Rate, ReadTable
from comptoir.kit import clock
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound, Refusal
from comptoir.org import facade as org

HEADS = (_("Country"), _("Postcode prefix"), _("Up to, kg"), _("Price, VAT included"), _("Extra days"))
NAMES = ("country", "prefix", "kg", "price", "days")
MOST_ROWS = 300  # six fields each: a form has two thousand at most
MORE = 5
KILOGRAM = 1_000
CAPITALS = {"FR": ("Paris", "75001")}


@dataclass(frozen=True)
class Row:
    number: int
    cells: list[tuple[str, str, Any]]  # name, text, label
    faults: list[str]


class TablePage(ScreenPage):
    """What a page about the prices of one way knows of it."""

    @cached_property
    def method(self) -> MethodInfo:
        try:
            method = fulfilment.method_by_id(self.kwargs["pk"])
        except NotFound as refusal:
            raise Http404 from refusal
        if method.kind != "ship":
            raise Http404  # collecting is free
        return method

    @cached_property
    def currency(self) -> str:
        return org.market(self.method.market).currency

    @property
    def home(self) -> str:
        return reverse("delivery:method", args=(self.method.id,))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": self.home, "label": self.method.name.read(access.locale())}, items[-1]]

    def texts(self, rates: Sequence[Rate]) -> list[tuple[str, ...]]:
        return [fulfilment.cells(rate, access.locale()) for rate in rates]

    def kept(self, read: ReadTable) -> str:
        """Why it was not kept; empty when it was."""
        try:
            fulfilment.set_rates(
                self.method.code, read.rates, version=self.request.POST.get("version"),
                origin=access.origin(self.request), now=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            return refusal.text(access.locale())
        messages.success(self.request, _("The prices are kept; they hold for orders from now on."))
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`version` is that of the table which was opened, however often the page was shown since."""
        version = self.request.POST.get("version", self.method.rates_version)
        return super().get_context_data(
            method=self.method, currency=self.currency, heads=HEADS, version=version, **kwargs
        )


class RatesPage(TablePage):
    template_name = "backoffice/delivery_rates.html"
    page_title = _("Prices by row")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if len(self.method.rates) > MOST_ROWS:
            messages.warning(request, _("This table is too long for rows; change it as text."))
            return HttpResponseRedirect(reverse("delivery:paste", args=(self.method.id,)))
        return self.render_to_response(self.shown([list(text) for text in self.texts(self.method.rates)]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lists = [request.POST.getlist(name) for name in NAMES]
        away = set(request.POST.getlist("remove"))
        given = [list(row) for number, row in enumerate(zip(*lists, strict=False), 1) if str(number) not in away]
        texts = [row for row in given if any(map(str.strip, row))]
        if request.POST.get("act") != "save":
            return self.render_to_response(self.shown(texts))
        read = fulfilment.read_rows(texts, self.currency)
        refusal = "" if read.faults else self.kept(read)
        if read.faults or refusal:
            return self.render_to_response(self.shown(texts, read, refusal))
        return HttpResponseRedirect(self.home)

    def shown(self, texts: list[list[str]], read: ReadTable | None = None, refusal: str = "") -> dict[str, Any]:
        wrong: dict[int, list[str]] = {}
        for fault in read.faults if read else ():
            wrong.setdefault(fault.line, []).append(fault.sentence)
        table = [
            Row(number, list(zip(NAMES, text, HEADS, strict=True)), wrong.get(number, []))
            for number, text in enumerate([*texts, *([""] * len(NAMES) for _blank in range(MORE))], start=1)
        ]
        return self.get_context_data(rows=table, wrong=len(wrong), refusal=refusal)


class PastePage(TablePage):
    """`look` shows what the text means and keeps nothing."""

    template_name = "backoffice/delivery_paste.html"
    page_title = _("Prices as text")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = "\n".join(";".join(cells) for cells in self.texts(self.method.rates))
        return self.render_to_response(self.get_context_data(text=text))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = request.POST.get("text", "")
        read, refusal = fulfilment.read_table(text, self.currency), ""
        if request.POST.get("act") == "save" and not read.faults:
            refusal = self.kept(read)
            if not refusal:
                return HttpResponseRedirect(self.home)
        after = replace(self.method, rates=read.rates)
        return self.render_to_response(
            self.get_context_data(
                text=text, read=read, refusal=refusal, grid=grid(read.rates), samples=samples(after),
                wrong=len({fault.line for fault in read.faults}),
            )
        )  # fmt: skip


class TableFile(TablePage):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With the mark by which spreadsheets know UTF-8, parted as the text is that can be pasted back."""
        answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{self.method.code}.csv"'
        csv.writer(answer, delimiter=";").writerows([HEADS, *self.texts(self.method.rates)])
        return answer


def grid(rates: Sequence[Rate]) -> dict[str, Any]:
    """The table as a person reads it: a line for each place, a column for each weight."""
    locale = access.locale()
    weights = sorted({rate.max_weight_g for rate in rates})
    lines: dict[tuple[str, str], dict[int, Rate]] = {}
    for rate in rates:
        lines.setdefault((country_name(rate.country, locale), rate.postcode_prefix), {})[rate.max_weight_g] = rate
    return {
        "weights": [format_decimal(weight / KILOGRAM, locale=locale) for weight in weights],
        "lines": [
            (country, prefix, max(rate.extra_days for rate in by.values()),
             [by[weight].amount if weight in by else None for weight in weights])
            for (country, prefix), by in sorted(lines.items())
        ],
    }  # fmt: skip


def samples(method: MethodInfo) -> list[tuple[str, Money | None]]:
    """What a parcel of a kilogram costs to the first countries of the market, by the rule that prices orders."""
    found = []
    for country in org.market(method.market).countries[:4]:
        town, postcode = CAPITALS.get(country, (country_name(country, access.locale()), ""))
        amount = fulfilment.charge(method, country=country, postcode=postcode, weight_g=KILOGRAM)
        found.append((town, amount))
    return found


def country_name(code: str, locale: str) -> str:
    return str(Locale.parse(locale).territories.get(code, code))
