"""Promotions: what is offered, in words, how often it was used, what it cost and brought; codes and their file."""

from __future__ import annotations

import csv
from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import ActionView, CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn, MoneyColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.promotion_editor import PromotionEditor, sentence_of
from comptoir.channels.backoffice.screens.promotion_form import EFFECTS, TRIGGERS
from comptoir.journal.contracts import Origin
from comptoir.kit import clock
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.promotions import facade as promotions
from comptoir.promotions.contracts import BY_CODE, Figures, Promotion

STATES = {
    "live": pgettext_lazy("promotion", "live"),
    "planned": _("still to come"),
    "off": _("paused"),
    "over": _("over"),
}
DOTS = {"live": "active", "planned": "waiting", "off": "cancelled", "over": "expired"}
SHOWN = 50


def state(is_on: bool, starts_at: datetime, ends_at: datetime | None) -> tuple[str, Any]:
    now = clock.now()
    code = "over" if ends_at and ends_at <= now else "off" if not is_on else "planned" if starts_at > now else "live"
    return DOTS[code], STATES[code]


def in_state(those: QuerySet[Any], _name: str, wanted: str) -> QuerySet[Any]:
    now = clock.now()
    over = Q(ends_at__lte=now)
    return {
        "over": those.filter(over), "off": those.filter(~over | Q(ends_at=None), is_on=False),
        "planned": those.filter(~over | Q(ends_at=None), is_on=True, starts_at__gt=now),
        "live": those.filter(~over | Q(ends_at=None), is_on=True, starts_at__lte=now),
    }[wanted]  # fmt: skip


class PromotionFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=list(STATES.items()), method=in_state)
    trigger = django_filters.ChoiceFilter(label=_("How one gets it"), choices=TRIGGERS)
    effect = django_filters.ChoiceFilter(label=_("What it gives"), choices=EFFECTS)

    class Meta:
        model = rows.Promotion
        fields: tuple[str, ...] = ()


class CodesForm(forms.Form):
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=10_000, initial=1_000)
    beginning = forms.CharField(
        label=_("They begin with"), max_length=12, required=False,
        help_text=_("Letters and digits, such as NOEL. Empty: nothing."),
    )  # fmt: skip


class CodesFile(ActionView):
    """All codes, as CSV."""

    permission_required = "export"

    def done(self) -> HttpResponse:
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="codes.csv"'
        answer["Cache-Control"] = "no-store"
        writer = csv.writer(answer)
        writer.writerow(["code", "most_uses", "uses", "made_at"])
        for each in self.answer:
            most = "" if each.most_uses is None else each.most_uses
            writer.writerow([each.code, most, each.uses, each.made_at.isoformat()])
        return answer


def found(pk: UUID) -> Promotion:
    try:
        return promotions.get(pk)
    except NotFound as refusal:
        raise Http404 from refusal


def name_of(pk: UUID) -> str:
    return found(pk).terms.name


def page_of(pk: UUID) -> str:
    return reverse("promotions:promotion", args=(pk,))


class PromotionPage(ScreenPage):
    template_name = "backoffice/promotion.html"
    header_icon = "tag"

    @cached_property
    def promotion(self) -> Promotion:
        return found(self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.promotion.terms.name

    def actions(self) -> list[tuple[str, Any, str]]:
        terms = self.promotion.terms
        codes: list[tuple[str, Any, str]] = []
        if terms.trigger == BY_CODE:
            codes = [("codes", _("Make codes"), "change"), ("file", _("Take the codes"), "export")]
        if terms.ends_at and terms.ends_at <= clock.now():
            return codes[1:]
        switch = ("off", _("Switch off"), "change") if terms.is_on else ("on", _("Switch on"), "change")
        return [("change", _("Change"), "change"), switch, *codes, ("end", _("End now"), "change")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        promotion = self.promotion
        terms, figures = promotion.terms, promotions.figures([promotion.id])[promotion.id]
        may_see = access.may(self.request.user, self.screen, "export")  # a code is worth money
        codes = promotions.codes(promotion.id) if may_see and terms.trigger == BY_CODE else []
        return super().get_context_data(
            promotion=promotion, terms=terms, sentence=sentence_of(terms), figures=figures,
            state=state(terms.is_on, terms.starts_at, terms.ends_at),
            cost=Money(figures.cost_minor, promotion.currency),
            brought=Money(figures.brought_minor, promotion.currency), may_see=may_see, codes=codes[:SHOWN],
            more=len(codes) > SHOWN, used=sum(1 for each in codes if each.uses), of=len(codes), **kwargs,
        )  # fmt: skip


class PromotionsViewSet(CommandViewSet):
    model = rows.Promotion
    name = "promotions"
    screen = "promotions"
    noun, nouns = _("promotion"), _("Promotions")
    icon = "tag"
    filterset_class = PromotionFilters
    ordering = "-created_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.Promotion.objects.filter(market=access.market().code),
            searched=lambda those, text: those.filter(Q(name__icontains=text) | Q(code__icontains=text)),
            enriched=with_figures,
            lesson=_(
                "No promotion yet. Make one: a welcome code, three for two, free delivery from an amount. A lower price"
                " for everybody is no promotion: announce a reduction at the price."
            ),
            buttons_of=self.buttons,
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("Name"), get_url=lambda row: page_of(row.pk), sort_key="name"),
            TextColumn("sentence", label=_("In words")),
            StateColumn("state", label=_("State"), accessor=lambda row: state(row.is_on, row.starts_at, row.ends_at)),
            WhenColumn("ends_at", label=_("Until"), sort_key="ends_at"),
            CountColumn("uses", label=_("Orders")),
            MoneyColumn("cost", label=_("Took off")),
            MoneyColumn("brought", label=_("Orders’ worth")),
        ]

    def buttons(self, request: HttpRequest) -> list[Any]:
        if not access.may(request.user, self.screen, "change"):
            return []
        return [HeaderButton(_("Make a promotion"), url=reverse("promotions:make"), icon_name="plus")]

    def on(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        promotions.switch_promotion(pk, on=True, origin=origin, now=now)

    def off(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        promotions.switch_promotion(pk, on=False, origin=origin, now=now)

    def end(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        promotions.end_promotion(pk, origin=origin, now=now)

    def make_codes(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        promotions.make_codes(pk, data["count"], prefix=data["beginning"], origin=origin, now=now)

    def read_codes(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> Any:
        return promotions.codes(pk)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": name_of, "back_of": page_of}
        file = self.page(
            CodesFile, command=self.read_codes, header_icon="download", page_title=_("Take the codes"),
            button=_("Take the file"),
            explanation=_("All its codes with how often each was used. Whoever has a code can use it."), **common,
        )  # fmt: skip
        return [
            path("make/", self.page(PromotionEditor), name="make"),
            path("<uuid:pk>/", self.page(PromotionPage), name="promotion"),
            path("<uuid:pk>/change/", self.page(PromotionEditor), name="change"),
            path("<uuid:pk>/file/", file, name="file"),
            self.action(
                "on", self.on, page_title=_("Switch on"), button=_("Switch it on"),
                explanation=_("From now on baskets have it again, within its time."), verb_done=_("It is switched on."),
                **common,
            ),
            self.action(
                "off", self.off, page_title=_("Switch off"), button=_("Switch it off"),
                explanation=_(
                    "No basket has it any more until you switch it on again. Who sees a total with it just now is shown"
                    " the new one before the order. Orders that were placed keep it."
                ),
                verb_done=_("It is switched off."), **common,
            ),
            self.action(
                "end", self.end, page_title=_("End now"), button=_("End it for good"), serious=True,
                explanation=_(
                    "It holds no more from this moment on, and cannot be changed or switched on again. Orders that were"
                    " placed keep it."
                ),
                verb_done=_("The promotion has ended."), **common,
            ),
            self.action(
                "codes", self.make_codes, page_title=_("Make codes"), button=_("Make them"), form_class=CodesForm,
                explanation=_("Codes that nobody can guess, each for one order. Take them as a file afterwards."),
                verb_done=_("The codes are made."), **common,
            ),
        ]  # fmt: skip


def with_figures(those: list[Any]) -> list[Any]:
    figures, known = promotions.figures([row.pk for row in those]), promotions.known([row.pk for row in those])
    for row in those:
        told: Figures = figures[row.pk]
        row.sentence = sentence_of(known[row.pk].terms)
        row.uses = told.uses
        row.cost, row.brought = Money(told.cost_minor, row.currency), Money(told.brought_minor, row.currency)
    return those
