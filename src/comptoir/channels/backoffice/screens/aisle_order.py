"""In which order categories stand in the shop's menu, and those below each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryNode
from comptoir.channels.backoffice import access
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.kit import clock
from comptoir.kit.refusals import Refusal

STEPS = ("first", "up", "down", "last")


class AisleOrderPage(ScreenPage):
    """A step up or down, or to either end, by a button each: it needs no script and no mouse."""

    template_name = "backoffice/aisle_order.html"
    page_title = _("Order of categories")

    @cached_property
    def tree(self) -> tuple[CategoryNode, ...]:
        return catalog.every_category()

    @cached_property
    def parent(self) -> CategoryNode | None:
        if "pk" not in self.kwargs:
            return None
        found = next((node for node in self.tree if node.id == self.kwargs["pk"]), None)
        if found is None:
            raise Http404
        return found

    def get_page_subtitle(self) -> str:
        return self.parent.name.read(access.locale()) if self.parent else ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        moved, _colon, step = str(request.POST.get("move", "")).partition(":")
        ids = {str(node.id): place for place, node in enumerate(self._listed())}
        if step not in STEPS or moved not in ids or not access.may(request.user, "categories", "change"):
            return HttpResponseRedirect(request.path)
        one = self._listed()[ids[moved]]
        try:
            catalog.move_category(
                one.id, self._before(ids[moved], step), origin=access.origin(request), now=clock.now()
            )
        except Refusal as refusal:
            messages.error(request, refusal.text(access.locale()))
        else:
            messages.success(request, _now("%(name)s has another place.") % {"name": one.name.read(access.locale())})
        return HttpResponseRedirect(f"{request.path}#{one.id}")

    def _before(self, place: int, step: str) -> UUID | None:
        """Before which one it comes by the step; None for none, at the end. At the end of its way it stays."""
        others = [node.id for node in self._listed()]
        others.pop(place)
        to = {"first": 0, "up": max(0, place - 1), "down": place + 1, "last": len(others)}[step]
        return others[to] if to < len(others) else None

    def _listed(self) -> list[CategoryNode]:
        above = self.parent.id if self.parent else None
        return [node for node in self.tree if node.parent_id == above]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        below = {node.parent_id for node in self.tree}
        lines = [(node, node.id in below) for node in self._listed()]
        may_change = access.may(self.request.user, "categories", "change")
        return super().get_context_data(lines=lines, parent=self.parent, may_change=may_change, **kwargs)
