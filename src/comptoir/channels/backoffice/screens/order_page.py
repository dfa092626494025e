"""One order: what was agreed, what was paid, where it is, and its whole story."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from comptoir.channels.backoffice import access, rules, story
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.kit.refusals import NotFound
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo

# A move of an order to the page that makes it, in the order in which an order lives.
MOVES = (
    ("ready", "ready", _("Mark as ready")),
    ("shipped", "ship", _("Ship")),
    ("delivered", "deliver", _("Mark as delivered")),
    ("cancelled", "cancel", _("Cancel")),
)
# What waits at the counter, to the page that records it: whoever may change an order may do both.
COUNTER = (
    ("charge", "receive", _("Record the payment")),
    ("refund", "give-back", _("Record the refund")),
)
STATE_WORDS = {
    "requested": _("requested"),
    "action_required": _("waits for the customer"),
    "awaited": _("to settle at the counter"),
    "waiting": _("waits for the money"),
    "authorised": _("reserved"),
    "captured": _("captured"),
    "voided": _("let go"),
    "paid": _("paid"),
    "refused": _("refused"),
    "cancelled": _("cancelled"),
    "planned": _("to prepare"),
    "ready": _("ready to collect"),
    "shipped": _("shipped"),
    "delivered": _("delivered"),
    "made": _("under way"),
    "kept": _("kept"),
    "broken": _("broken"),
    "repaired": _("repaired"),
    "withdrawn": _("withdrawn"),
}


class OrderPage(ScreenPage):
    template_name = "backoffice/order.html"

    @cached_property
    def order(self) -> OrderInfo:
        try:
            return orders.get(self.kwargs["pk"])
        except NotFound as refusal:
            raise Http404 from refusal

    def get_page_title(self) -> str:
        return str(_("Order %(number)s") % {"number": self.order.number})

    def actions(self) -> list[tuple[str, Any, str]]:
        return [(page, label, "change") for page, label in possible(self.order)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order = self.order
        user = self.request.user
        return super().get_context_data(
            order=order,
            lines=order.lines,
            state=worded(order.state, order.state_name.read(access.locale())),
            payments=[(p, worded(p.state)) for p in order.payments] if access.may(user, "payments", "view") else None,
            shipments=[(s, worded(s.state)) for s in order.shipments],
            promise_state=worded(order.promise.state) if order.promise else None,
            contact=order.contact if access.may(user, "orders", "contact") else None,
            story=story.of_order(order, access.locale()),
            **kwargs,
        )


def possible(order: OrderInfo) -> list[tuple[str, Any]]:
    """The pages of the moves that the order may make now."""
    moves = set(order.moves)
    collected = any(s.kind == "collect" for s in order.shipments)
    moves -= {"shipped"} if collected else {"ready"}
    pages: list[tuple[str, Any]] = [(page, label) for move, page, label in MOVES if move in moves]
    at_the_counter = {p.kind for p in order.payments if p.state == "awaited"}
    pages = [(page, label) for kind, page, label in COUNTER if kind in at_the_counter] + pages
    return pages


def worded(state: str, word: Any = None) -> dict[str, Any]:
    return {"tone": rules.tone(state), "word": word or STATE_WORDS.get(state, state)}
