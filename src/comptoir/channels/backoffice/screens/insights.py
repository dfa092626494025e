"""Insights: the funnel, sales, who comes back, and what buyers are worth; each as a page and as a file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.screens import funnel, leavers, retention, sold, value
from comptoir.channels.backoffice.screens.periods import LENGTHS, NAMES, asked
from comptoir.kit import clock
from comptoir.kit.sheets import harmless


class InsightPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """`figures` gives what the template shows, and `table` of it the rows of the file."""

    permission_policy = access.ScreenPolicy(rows.Foreseen, "insights")
    permission_required = "view"
    part: Any = None
    header_icon = "view"

    @property
    def exports(self) -> bool:
        """Whether its table is a file for who may see the page."""
        return hasattr(self.part, "table")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.days = asked(request.GET, clock.now(), access.market().zone)
        self.found = self.part.figures(request, self.days)
        if self.exports and request.GET.get("export") == "csv":
            return _file(f"{self.part.NAME}-{self.days.since}-{self.days.until}.csv", self.part.table(self.found))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.copy()
        for name in ("days", "since", "until", "export"):
            query.pop(name, None)
        kept = query.urlencode()
        lengths = [
            (NAMES[length], f"?days={length}" + (f"&{kept}" if kept else ""), length == self.days.length)
            for length in LENGTHS
        ]
        query.update({"since": str(self.days.since), "until": str(self.days.until), "export": "csv"})
        return super().get_context_data(
            days=self.days, period=self.days.name(access.locale()), before=self.days.before.name(access.locale()),
            lengths=lengths, kept=[(k, v) for k, v in self.request.GET.items() if k in self.part.KEPT],
            export=f"?{query.urlencode()}" if self.exports else "", reader=access.locale(), **self.found, **kwargs,
        )  # fmt: skip

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class InsightViewSet(ViewSet):
    part: Any = None
    title: Any = ""

    def get_urlpatterns(self) -> list[URLPattern]:
        view = InsightPage.as_view(
            part=self.part, template_name=f"backoffice/{self.part.NAME}.html", page_title=self.title,
            header_icon=self.icon,
        )
        return [path("", view, name="index")]

    @cached_property
    def menu_label(self) -> Any:
        return self.title

    @cached_property
    def menu_url(self) -> str:
        return reverse(f"{self.name}:index")

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        class ScreenMenuItem(MenuItem):
            def is_shown(self, request: HttpRequest) -> bool:
                return access.may(request.user, "insights", "view")

        return ScreenMenuItem


class BehindPage(InsightPage):
    """Who or what stands behind a figure: its title says which."""

    back: Any = ""

    def get_page_title(self) -> str:
        return str(self.found["heading"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, {"url": self.found["back"], "label": self.back}, here]


class PeoplePage(BehindPage):
    permission_required = "people"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file, of which the journal keeps that it was taken."""
        if not access.may(request.user, "insights", "export"):
            raise PermissionDenied
        days, now = asked(request.GET, clock.now(), access.market().zone), clock.now()
        purpose, found = leavers.purpose_of(request.GET), self.part.export(request, days, now)
        table: list[list[Any]] = [["person_id", "purpose"], *([person, purpose] for person in found.people)]
        return _file(f"{self.part.NAME}-{days.since}-{days.until}.csv", table)


class FunnelViewSet(InsightViewSet):
    name, icon, title, part = "funnel", "view", _("Way to the order"), funnel

    def get_urlpatterns(self) -> list[URLPattern]:
        common = {"back": self.title, "header_icon": self.icon}
        left, reached = (
            PeoplePage.as_view(part=part, template_name="backoffice/people_behind.html", **common)
            for part in (leavers.Left, leavers.Reached)
        )
        refused = BehindPage.as_view(part=leavers.Refused, template_name="backoffice/refused.html", **common)
        return [
            *super().get_urlpatterns(), path("left/", left, name="left"), path("reached/", reached, name="reached"),
            path("refused/", refused, name="refused"),
        ]  # fmt: skip


class SoldViewSet(InsightViewSet):
    name, icon, title, part = "sold", "order", _("Sales in figures"), sold


class RetentionViewSet(InsightViewSet):
    name, icon, title, part = "retention", "rotate", _("Who comes back"), retention

    def get_urlpatterns(self) -> list[URLPattern]:
        brought = PeoplePage.as_view(
            part=leavers.Brought, template_name="backoffice/people_behind.html", back=self.title, header_icon=self.icon
        )
        return [*super().get_urlpatterns(), path("brought/", brought, name="brought")]


class ValueViewSet(InsightViewSet):
    name, icon, title, part = "worth", "user", _("What buyers are worth"), value


def _file(name: str, table: Sequence[Sequence[Any]]) -> HttpResponse:
    """With the mark by which spreadsheets know UTF-8. Names of campaigns are what anybody put into an address."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(answer).writerows([harmless(cell) for cell in row] for row in table)
    return answer
