"""One action on many orders: chosen in the list, confirmed, then an answer for each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.screens.order_list import ACTIONS, OrderFilters, searched
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.kit import clock
from comptoir.kit.refusals import NotFound, Refusal
from comptoir.orders import facade as orders

MOST = 5_000
RESULTS = {
    "done": _("Done"),
    "unchanged": _("Was so already"),
    "": _("Waits"),
    "order_move_refused": _("Not possible in its state"),
    "order_not_paid": _("Not paid yet"),
    "shipment_move_refused": _("Its parcel has gone on"),
    "gift_card_spent": _("Its gift card was used"),
    "not_found": _("No longer there"),
    "failed": _("Failed: look at the order"),
}
TONES = {"done": "good", "unchanged": "quiet", "": "waiting"}


class BulkPage(ScreenPage):
    """Shows what is about to be done to how many, and does it when it is confirmed."""

    permission_required = "change"
    template_name = "backoffice/bulk.html"

    def get_page_title(self) -> str:
        return str(_("Several orders"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("orders:index"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action", "")
        values = {name: request.POST.get(name, "") for name in ("tag", "reason")}
        ids = self._ids(request)
        if not ids or action not in dict(ACTIONS):
            messages.error(request, _("Choose at least one order and what to do."))
            return HttpResponseRedirect(reverse("orders:index"))
        if "confirm" not in request.POST:
            return self.render_to_response(self._asked(action, values, ids))
        now, origin = clock.now(), access.origin(request)
        try:
            run_id = orders.start_bulk(action, ids, values, origin=origin, now=now)
        except Refusal as refusal:
            messages.error(request, refusal.text(access.locale()))
            return self.render_to_response(self._asked(action, values, ids))
        if len(ids) <= orders.AT_ONCE:
            orders.work_bulk(run_id, now)
        return HttpResponseRedirect(reverse("orders:bulk-run", args=(run_id,)))

    def _ids(self, request: HttpRequest) -> list[UUID]:
        if request.POST.get("all"):
            return self._all(request)
        found = []
        for text in request.POST.getlist("pk")[:MOST]:
            try:
                found.append(UUID(text))
            except ValueError:
                continue
        return found

    def _all(self, request: HttpRequest) -> list[UUID]:
        """Every order that the list shows by its search and filters, over all its pages."""
        given = OrderFilters(request.GET, queryset=rows.Order.objects.all(), request=request)
        queryset = given.qs if given.is_valid() else rows.Order.objects.none()
        if text := request.GET.get("q", "").strip():
            queryset = searched(queryset, text, request.user)
        return list(queryset.order_by("-placed_at").values_list("pk", flat=True)[:MOST])

    def _asked(self, action: str, values: dict[str, str], ids: list[UUID]) -> dict[str, Any]:
        numbers = list(rows.Order.objects.filter(pk__in=ids[:20]).values_list("number", flat=True))
        named = [(code, name.read(access.locale())) for code, name in orders.REASONS.items()]
        return self.get_context_data(
            action=action, label=dict(ACTIONS)[action], values=values, ids=ids, numbers=numbers, more=len(ids) - 20,
            reasons=named, known_tags=orders.tags(), serious=action == "cancel",
        )  # fmt: skip


class BulkRunPage(ScreenPage):
    """How far it has got, an answer for each order, and the way back for tags."""

    template_name = "backoffice/bulk_run.html"

    @cached_property
    def run(self) -> Any:
        try:
            return orders.bulk(self.kwargs["pk"])
        except NotFound as refusal:
            raise Http404 from refusal

    def get_page_title(self) -> str:
        return str(dict([*ACTIONS]).get(self.run.action, self.run.action))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.run
        results = [
            (each, RESULTS.get(each.result, each.result), TONES.get(each.result, "bad")) for each in run.results
        ]
        done = sum(1 for each in run.results if each.result == "done")
        may_undo = access.may(self.request.user, "orders", "change") and run.action in ("tag", "untag") and done
        return super().get_context_data(run=run, results=results, done=done, may_undo=may_undo, **kwargs)


class BulkUndoView(BulkRunPage):
    permission_required = "change"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = clock.now()
        try:
            run_id = orders.undo_bulk(self.run.id, origin=access.origin(request), now=now)
        except Refusal as refusal:
            messages.error(request, refusal.text(access.locale()))
            return HttpResponseRedirect(reverse("orders:bulk-run", args=(self.run.id,)))
        if len(self.run.results) <= orders.AT_ONCE:
            orders.work_bulk(run_id, now)
        messages.success(request, _now("The tags are as they were before."))
        return HttpResponseRedirect(reverse("orders:bulk-run", args=(run_id,)))
