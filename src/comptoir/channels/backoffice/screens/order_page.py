"""One order: what was agreed, what was paid, where it is, and its whole story."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import access, rows, rules, story
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.fulfilment.contracts import ShipmentInfo
from comptoir.kit.refusals import NotFound
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo
from comptoir.payments import facade as payments
from comptoir.payments.contracts import RequestInfo
from comptoir.profiles import facade as profiles

# What waits at the counter, to the page that records it: whoever may change an order may do both.
COUNTER = (
    ("charge", "receive", _("Record the payment")),
    ("refund", "give-back", _("Record the refund")),
)
# What may follow the state of a parcel, by its kind, or by the nature of what is none: the first one is what usually
# comes next.
PARCEL_STEPS = {
    (catalog.SERVICE, "planned"): (("supply", _("Mark as done")),),
    ("ship", "planned"): (("prepare", _("Prepare")), ("ship", _("Ship")), ("split", _("Split"))),
    ("ship", "preparing"): (("ship", _("Ship")), ("put-back", _("Put back"))),
    ("ship", "shipped"): (("deliver", _("Mark as delivered")),),
    ("collect", "planned"): (("prepare", _("Prepare")), ("ready", _("Mark as ready")), ("split", _("Split"))),
    ("collect", "preparing"): (("ready", _("Mark as ready")), ("put-back", _("Put back"))),
    ("collect", "ready"): (("deliver", _("Mark as collected")),),
}
CHANGE_WORDS = {
    "edit": _("Changed"),
    "lines_cancelled": _("Lines cancelled"),
    "lapsed": _("Change lapsed: its difference was not paid"),
    "taken_back": _("Change taken back"),
}
STATE_WORDS = {
    "requested": _("requested"),
    "action_required": _("waits for the customer"),
    "awaited": _("to settle at the counter"),
    "paid": _("paid"),
    "refused": _("refused"),
    "cancelled": _("cancelled"),
    "authorised": _("reserved"),
    "waiting": _("waits for the money"),
    "captured": _("taken"),
    "voided": _("released"),
    "planned": _("to prepare"),
    "preparing": _("being prepared"),
    "ready": _("ready to collect"),
    "shipped": _("shipped"),
    "delivered": _("delivered"),
    "made": _("under way"),
    "kept": _("kept"),
    "broken": _("broken"),
    "repaired": _("repaired"),
    "withdrawn": _("withdrawn"),
}

# Of what is no parcel.
SUPPLY_WORDS = {"planned": _("to do"), "delivered": _("done"), "cancelled": _("cancelled")}
# Of what the buyer collects.
COLLECT_WORDS = {"delivered": _("collected")}
NATURE_WORDS = {
    catalog.SERVICE: _("Service"),
    catalog.DIGITAL: _("Download, by itself once it is paid and has its file"),
    catalog.GIFT_CARD: _("Gift card, by e-mail once it is paid"),
}

DISPUTED = {
    "open": _("A payment of this order is disputed by its bank: the provider withholds it until that is decided."),
    "lost": _("A payment of this order was disputed and is lost: the money went back to the customer."),
    "won": _("A payment of this order was disputed; it was decided for us, and the money is back."),
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
        pages = [(page, label, "change") for page, label in possible(self.order)]
        if payments.refundable(self.order.id, self.order.total.currency):
            pages.append(("refund", _("Give money back"), "refund"))
        return pages

    def payments(self) -> list[tuple[RequestInfo, dict[str, Any], str]]:
        """Each demand with its state in words and, for a refused refund, where it is tried again."""
        asked = self.order.payments
        replaced = {each.instead_of for each in asked}
        may = access.may(self.request.user, "payments", "change")
        shown = []
        for each in asked:
            again = may and each.kind == "refund" and each.state == "refused" and each.id not in replaced
            shown.append((each, worded(each.state), reverse("payments:again", args=(each.id,)) if again else ""))
        return shown

    @property
    def person_id(self) -> UUID | None:
        """Whose page tells of the buyer; nobody's until the worker heard of the order."""
        return profiles.person_of("customer", str(self.order.customer_id))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order = self.order
        user = self.request.user
        may_change = access.may(user, "orders", "change")
        notes, changes = orders.notes(order.id), orders.changes(order.id)
        return super().get_context_data(
            order=order,
            lines=order.lines,
            state=worded(order.headline, order.state_name.read(access.locale())),
            payments=self.payments() if access.may(user, "payments", "view") else None,
            shipments=[parcel(s, order, may_change) for s in order.shipments],
            promise_state=worded(order.promise.state) if order.promise else None,
            contact=order.contact if access.may(user, "orders", "contact") else None,
            person=self.person_id if access.may(user, "customers", "view") else None,
            story=story.of_order(order, access.locale()),
            may_change=may_change,
            dispute=DISPUTED.get(order.dispute, ""),
            blocked=orders.BLOCKED.get(order.blocked, ""),
            notes=notes,
            names=rows.staff_names({note.actor for note in notes} | {change.actor for change in changes}),
            tags=orders.tags_of([order.id]).get(order.id, ()),
            known_tags=orders.tags(),
            changes=[(each, CHANGE_WORDS.get(each.kind, each.kind)) for each in changes],
            **kwargs,
        )


def possible(order: OrderInfo) -> list[tuple[str, Any]]:
    """The pages of what may be done to the order now; what is done to a parcel stands beside it."""
    at_the_counter = {p.kind for p in order.payments if p.state == "awaited"}
    pages: list[tuple[str, Any]] = [(page, label) for kind, page, label in COUNTER if kind in at_the_counter]
    pages += [("change", _("Change the order"))] if order.can_change else []
    pages += [("take-back", _("Take back the change"))] if order.difference_until else []
    pages += [("cancel-lines", _("Cancel lines"))] if order.can_cancel_lines else []
    return pages + ([("cancel", _("Cancel the order"))] if order.can_cancel else [])


def parcel(shipment: ShipmentInfo, order: OrderInfo, may_change: bool) -> dict[str, Any]:
    """A parcel with what it holds and the pages of its next steps."""
    names = {line.variant_id: line for line in order.lines}
    kind = shipment.kind if shipment.travels else shipment.nature
    own = SUPPLY_WORDS if not shipment.travels else COLLECT_WORDS if kind == "collect" else {}
    steps = PARCEL_STEPS.get((kind, shipment.state), ()) if may_change else ()
    whole = sum(pieces for _variant, pieces in shipment.lines) < 2
    return {
        "info": shipment,
        "state": worded(shipment.state, own.get(shipment.state)),
        "beside": NATURE_WORDS.get(shipment.nature, ""),
        "pieces": [(pieces, names[variant]) for variant, pieces in shipment.lines if variant in names],
        "steps": [
            (f"{reverse(f'orders:{page}', args=(order.id,))}?shipment={shipment.id}", label)
            for page, label in steps
            if not (page == "split" and whole)
        ],
        "own_promise": order.promise is not None and shipment.promise_id != order.promise.id,
    }


def worded(state: str, word: Any = None) -> dict[str, Any]:
    return {"tone": rules.tone(state), "word": word or STATE_WORDS.get(state, state)}
