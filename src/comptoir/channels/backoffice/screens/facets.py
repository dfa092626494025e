"""By which properties products can be chosen, category by category: how many have each, pinned or hidden."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryNode
from comptoir.channels.backoffice import access, rows, shares
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn
from comptoir.channels.backoffice.screens.aisles import indented
from comptoir.channels.backoffice.screens.catalogue import by_either_name, counted, of_aisle
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.kit import clock
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import NotFound, Refusal
from comptoir.recognition import facade as recognition
from comptoir.recognition.contracts import Visit
from comptoir.search import facade as search
from comptoir.search.contracts import AttributeUse, FacetDesk, FacetRules

SAID = [("", _("by itself")), ("pinned", _("pinned")), ("hidden", _("hidden"))]
LAST = 10_000
VALUES_SHOWN = 5


class FacetsPage(ScreenPage):
    """Of one category, or of everything. `look` shows what the shop would offer and keeps nothing."""

    template_name = "backoffice/facets.html"
    page_title = _("Filters")

    @cached_property
    def category(self) -> CategoryNode | None:
        if "pk" not in self.kwargs:
            return None
        try:
            return catalog.category_by_id(self.kwargs["pk"])
        except NotFound as refusal:
            raise Http404 from refusal

    def get_page_subtitle(self) -> str:
        return self.category.name.read(access.locale()) if self.category else _now("everywhere")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = self._typed()
        if request.POST.get("act") != "save" or not access.may(request.user, "searches", "change"):
            return self.render_to_response(self.get_context_data(trial=wanted))
        try:
            search.keep_facets(
                self.category.id if self.category else None, pinned=wanted.pinned, hidden=wanted.hidden,
                origin=access.origin(request), now=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            return self.render_to_response(self.get_context_data(trial=wanted, refusal=refusal.text(access.locale())))
        messages.success(request, _("The filters are kept."))
        return HttpResponseRedirect(request.get_full_path())

    def _typed(self) -> FacetRules:
        """What the form says of the listed attributes; what is not listed stays as it was said."""
        own = search.facet_rules_said().get(self.category.id if self.category else None, FacetRules())
        said = {code: ("pinned", place) for place, code in enumerate(own.pinned, start=1)}
        said |= dict.fromkeys(own.hidden, ("hidden", 0))
        for name, value in self.request.POST.items():
            kind, _dot, code = name.partition(".")
            if kind == "said":
                place = str(self.request.POST.get(f"place.{code}", ""))
                said[code] = (str(value), int(place) if place.isdecimal() and len(place) < 4 else LAST)
        pinned = sorted((code for code, each in said.items() if each[0] == "pinned"), key=lambda code: said[code][1])
        return FacetRules(
            pinned=tuple(pinned), hidden=frozenset(code for code, each in said.items() if each[0] == "hidden")
        )

    def _desk(self, trial: FacetRules | None) -> FacetDesk:
        visit = Visit(channel="backoffice", locale=access.locale(), now=clock.now(), correlation=uuid7())
        words = self.request.GET.get("q", "").strip()
        return search.facet_desk(self.category, recognition.recognise(visit), words=words, trial=trial)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trial: FacetRules | None = kwargs.pop("trial", None)
        try:
            desk = self._desk(trial)
        except Refusal as refusal:
            return super().get_context_data(refusal=refusal.text(access.locale()), **kwargs)
        said = trial or desk.own
        return super().get_context_data(
            desk=desk, category=self.category, q=self.request.GET.get("q", ""), said=SAID,
            lines=[self._line(one, said, desk) for one in desk.attributes],
            trial=trial is not None, facets=[(one, one.values[:VALUES_SHOWN], len(one.values)) for one in desk.facets],
            may_change=access.may(self.request.user, "searches", "change"), **kwargs,
        )  # fmt: skip

    def _line(self, one: AttributeUse, said: FacetRules, desk: FacetDesk) -> dict[str, Any]:
        above = "pinned" if one.code in desk.inherited.pinned else "hidden" if one.code in desk.inherited.hidden else ""
        return {
            "one": one, "share": shares.percent(one.products / desk.products if desk.products else 0),
            "above": dict(SAID)[above] if above else "",
            "said": "pinned" if one.code in said.pinned else "hidden" if one.code in said.hidden else "",
            "place": said.pinned.index(one.code) + 1 if one.code in said.pinned else "",
        }  # fmt: skip


class FacetsViewSet(CommandViewSet):
    model = rows.Category
    name = "facets"
    screen = "searches"
    noun, nouns = _("category"), _("Filters")
    icon = "list-ul"
    ordering = "key"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns, rows_of=with_rules, searched=by_either_name, buttons_of=self.buttons,
            lesson=_("No category yet. They come with the products that are imported."), **kwargs,
        )  # fmt: skip

    def buttons(self, request: HttpRequest) -> list[Any]:
        return [HeaderButton(_("Everywhere"), url=reverse("facets:everywhere"), icon_name="site")]

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("Name"), accessor=indented, get_url=facets_url, sort_key="key"),
            CountColumn("products", label=_("Products"), sort_key="products"),
            CountColumn("pinned", label=_("Pinned"), sort_key="pinned"),
            CountColumn("hidden", label=_("Hidden"), sort_key="hidden"),
        ]

    def extra_urls(self) -> list[URLPattern]:
        return [
            path("everywhere/", self.page(FacetsPage, header_icon=self.icon), name="everywhere"),
            path("<uuid:pk>/", self.page(FacetsPage, header_icon=self.icon), name="category"),
        ]


def with_rules() -> Any:
    found = counted(rows.Category, of_aisle())
    ruled = rows.FacetRule.objects.filter(category=OuterRef("pk")).order_by().values("category")
    for name, held in (("pinned", Q(pinned=True)), ("hidden", Q(pinned=False))):
        count = Coalesce(Subquery(ruled.annotate(n=Count("pk", filter=held)).values("n")), 0)
        found = found.annotate(**{name: count})
    return found


def facets_url(row: Any) -> str:
    return reverse("facets:category", args=(UUID(str(row.pk)),))
