"""The online function to withdraw from a contract (Code de la consommation, L221-21 and D221-5): a form, a second
button, an acknowledgement. For guests too, from the footer of every page and from the order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comptoir.aftersales import facade as aftersales
from comptoir.aftersales.errors import OrderUnknown
from comptoir.channels.storefront import gifts
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.shown import withdrawal as shown
from comptoir.channels.storefront.visits import shopper
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, Refusal
from comptoir.orders import facade as orders
from comptoir.org import facade as org
from comptoir.org.contracts import ShopperContext

FIELDS = ("name", "number", "email")
LONGEST = 300


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest) -> HttpResponse:
    """Whoever knows the number of an order and its e-mail."""
    context, typed = shopper(request), _typed(request)
    if request.method != "POST":
        return _form(request, context, typed)
    try:
        if "step" in request.POST:
            return _confirmed(request, context, typed)
        if not all(typed[field] for field in FIELDS):
            raise Invalid({field: "missing" for field in FIELDS if not typed[field]})
        asker = gifts.asker(request)
        order_id = aftersales.find_order(typed["number"], typed["email"], asker=asker, now=context.now)
        return _choice(request, context, typed, order_id)
    except Refusal as refusal:
        return _form(request, context, typed, refusal)


@require_http_methods(["GET", "HEAD", "POST"])
def order_withdrawal(request: HttpRequest, link: str) -> HttpResponse:
    """From the page of an order, whose link says who it is: the form is filled in."""
    context, typed = shopper(request), _typed(request)
    found = orders.by_link(link)
    typed["number"] = found.number
    if request.method != "POST":
        typed |= {"name": found.contact.name, "email": found.contact.email}
        return _form(request, context, typed, known=True)
    try:
        return _choice(request, context, typed, found.id)
    except Refusal as refusal:
        return _form(request, context, typed, refusal, known=True)


@require_safe
def withdrawal_receipt(request: HttpRequest, link: str) -> HttpResponse:
    """The acknowledgement, for as long as the shop keeps it."""
    context = shopper(request)
    found = aftersales.by_link(link)
    told = shown.receipt(found, context.market, context.locale)
    page = frame(request, context, title=str(told["title"]), hidden=True)
    return render(request, "storefront/withdrawal_receipt.html", {"page": page, "receipt": told})


def _confirmed(request: HttpRequest, context: ShopperContext, typed: dict[str, str]) -> HttpResponse:
    """The second button. What is wrong is shown on the same page, with what was chosen."""
    order_id = aftersales.order_of_step(request.POST["step"])
    chosen = _chosen(request)
    asked = {"order": str(order_id), "lines": chosen, "name": typed["name"], "email": typed["email"]}
    key = request.POST.get("key", "")
    try:
        made = aftersales.declare(
            order_id, quantities=chosen, name=typed["name"], email=typed["email"], locale=context.locale,
            channel=context.channel, actor=context.actor, now=context.now,
            shown=shown.shown_backs(request.POST, chosen, orders.get(order_id).total.currency),
            idempotency_key=IdempotencyKey.of(
                actor=f"order:{order_id}", endpoint="storefront.withdrawal", key=key, request=asked
            )
            if key
            else None,
        )  # fmt: skip
    except Refusal as refusal:
        return _choice(request, context, typed, order_id, refusal, chosen)
    return HttpResponseRedirect(address("withdrawal_receipt", context.locale, link=made.link))


def _form(
    request: HttpRequest, context: ShopperContext, typed: dict[str, str], refusal: Refusal | None = None, *,
    known: bool = False,
) -> HttpResponse:  # fmt: skip
    wrong = refusal.field_texts(context.locale) if isinstance(refusal, Invalid) else {}
    seller = org.legal_entity(context.market.legal_entity)
    told = {
        "fields": _fields(typed, wrong, known),
        "number": typed["number"] if known else "",
        "problem": refusal.text(context.locale) if refusal else "",
        "contact": seller.email,
        "info_href": address("legal", context.locale, topic={"fr": "retractation", "en": "withdrawal"}[context.locale]),
    }
    page = frame(request, context, title=_("Withdraw from the contract"), aisles=None)
    status = refusal.status if refusal else 200
    return render(request, "storefront/withdrawal.html", {"page": page, "form": told}, status=status)


def _choice(
    request: HttpRequest, context: ShopperContext, typed: dict[str, str], order_id: UUID,
    refusal: Refusal | None = None, chosen: dict[int, int] | None = None,
) -> HttpResponse:  # fmt: skip
    """What is withdrawn from, with the second button. Refuses what a declaration would be refused with."""
    right = aftersales.right(orders.get(order_id), context.now)
    if refusal is None:
        aftersales.require_open(right, context.locale)
        if not (typed["name"] and typed["email"]):
            raise Invalid({field: "missing" for field in ("name", "email") if not typed[field]})
    told = {
        "step": aftersales.step(order_id),
        "key": str(uuid7()),
        "number": right.number,
        "name": typed["name"],
        "email": typed["email"],
        "lines": shown.lines(right, chosen, context.locale),
        "unsent": any(line.unsent for line in right.lines),
        "received": any(line.quantity > line.unsent and not line.cards for line in right.lines),
        "until": right.last_day,
        "problem": refusal.text(context.locale) if refusal else "",
        "action": address("withdrawal", context.locale),
        "back": address("withdrawal", context.locale),
    }
    page = frame(request, context, title=_("Confirm your withdrawal"), hidden=True, aisles=None)
    status = refusal.status if refusal else 200
    return render(request, "storefront/withdrawal_confirm.html", {"page": page, "form": told}, status=status)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").replace("\x00", "").strip()[:LONGEST] for name in FIELDS}


def _fields(typed: dict[str, str], wrong: dict[str, str], known: bool) -> list[dict[str, Any]]:
    labels = {
        "name": (_("Your name"), "name", "text", ""),
        "number": (_("Number of the order"), "off", "text", _("Eight signs, in your confirmation e-mail: ABCD-1234.")),
        "email": (
            _("E-mail"), "email", "email",
            _("The acknowledgement goes there.") if known else
            _("The one that you ordered with. The acknowledgement goes there; you can name another in a moment."),
        ),
    }  # fmt: skip
    return [
        {
            "name": name, "id": f"field-{name}", "label": label, "autocomplete": autocomplete, "type": kind,
            "hint": hint, "value": typed[name], "required": True, "error": wrong.get(name, ""),
            "described": " ".join(
                part for part, there in ((f"field-{name}-hint", hint), (f"field-{name}-wrong", name in wrong)) if there
            ),
        }
        for name, (label, autocomplete, kind, hint) in labels.items()
        if not (known and name == "number")
    ]  # fmt: skip


def _chosen(request: HttpRequest) -> dict[int, int]:
    """The pieces of each line; anything that is no number counts as none. Refuses OrderUnknown for nonsense."""
    found = {}
    for name, text in request.POST.items():
        place = name.removeprefix("line_")
        if name.startswith("line_") and all(t.isascii() and t.isdigit() and len(t) < 6 for t in (place, str(text))):
            found[int(place)] = int(str(text))
    if len(found) > 500:
        raise OrderUnknown()
    return {place: pieces for place, pieces in found.items() if pieces}
