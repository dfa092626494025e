"""What a buyer may still change of an order: the address, pieces that are not wanted any more, or all of it. Two taps:
what it means is shown first, then confirmed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from comptoir.channels.storefront import checkout_form
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.shown import prose
from comptoir.channels.storefront.shown.cancelling import cancelling
from comptoir.channels.storefront.shown.order import why_not
from comptoir.channels.storefront.templatetags.shop import day, money
from comptoir.channels.storefront.visits import shopper
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid, Refusal
from comptoir.orders import facade as orders
from comptoir.orders.contracts import ChangePreview, ChangeWish, OrderInfo
from comptoir.org.contracts import ShopperContext

FIELDS = ("name", "phone", "street", "more", "postcode", "city", "country")


@require_http_methods(["GET", "HEAD", "POST"])
def order_change(request: HttpRequest, link: str) -> HttpResponse:
    """Another address. What it costs more is paid on the order's page."""
    context = shopper(request)
    found = orders.by_link(link)
    here = address("order", context.locale, link=link)
    if found.blocked:
        return redirect_saying(here, why_not(found), kind="problem")
    typed = checkout_form.from_request(request) if request.method == "POST" else _typed(found)
    seen = None
    if request.method == "POST":
        wish = ChangeWish(contact=replace(typed.contact, email=found.contact.email))
        try:
            if "confirm" in request.POST:
                return redirect_saying(here, _changed(request, found, wish, context))
            seen = orders.preview_change(found.id, wish, actor=context.actor, now=context.now)
        except Invalid as invalid:
            typed.refused(invalid, context.locale)
        except Refusal as refusal:
            typed.problem = refusal.text(context.locale)
    fields = checkout_form.fields(typed, context)
    shown = {
        "fields": [fields[name] for name in FIELDS],
        "problem": typed.problem,
        "seen": _seen(seen, found, context) if seen else None,
        "back": here,
    }
    title = _("Change the address")
    page = frame(request, context, title=title, hidden=True, aisles=None)
    return render(request, "storefront/order_change.html", {"page": page, "form": shown, "number": found.number})


@require_http_methods(["GET", "HEAD", "POST"])
def order_lines(request: HttpRequest, link: str) -> HttpResponse:
    """Pieces that are not wanted any more."""
    context = shopper(request)
    found = orders.by_link(link)
    here = address("order", context.locale, link=link)
    if not found.can_drop_parts:
        why = orders.BLOCKED["promoted"] if found.can_cancel_lines else why_not(found)
        return redirect_saying(here, str(why), kind="problem")
    wanted = _quantities(request, found)
    refund, problem = None, ""
    if request.method == "POST":
        try:
            if "confirm" in request.POST:
                done = orders.cancel_lines(
                    found.id, wanted, reason="changed_mind", actor=context.actor, now=context.now, by_buyer=True
                )
                text = _("%(amount)s goes back to you.") % {"amount": money(done.refund)}
                return redirect_saying(here, text)
            refund = orders.cancelled_lines(found.id, wanted, by_buyer=True)
        except Invalid:
            problem = _("Choose what you no longer want.")
        except Refusal as refusal:
            problem = refusal.text(context.locale)
    lines = [
        {
            "position": line.position,
            "name": line.name.told(context.locale),
            "options": [option.text.told(context.locale) for option in line.options],
            "numbers": range(line.cancellable + 1),
            "chosen": wanted.get(line.position, 0),
            "unit": line.unit,
        }
        for line in found.lines
        if line.cancellable
    ]
    form = {"lines": lines, "problem": problem, "refund": refund, "back": here}
    page = frame(request, context, title=_("Cancel articles"), hidden=True, aisles=None)
    return render(request, "storefront/order_lines.html", {"page": page, "form": form, "number": found.number})


@require_http_methods(["GET", "HEAD", "POST"])
def order_cancel(request: HttpRequest, link: str) -> HttpResponse:
    """All of it is not wanted any more."""
    context = shopper(request)
    found = orders.by_link(link)
    here = address("order", context.locale, link=link)
    if request.method == "POST":
        try:
            orders.cancel(found.id, reason="changed_mind", actor=context.actor, now=context.now)
        except Refusal as refusal:
            return redirect_saying(here, refusal.text(context.locale), kind="problem")
        return HttpResponseRedirect(here)
    if not found.can_cancel:
        why = why_not(found)
        return redirect_saying(here, why, kind="problem") if why else HttpResponseRedirect(here)
    form = cancelling(found, context.locale) | {"back": here}
    page = frame(request, context, title=_("Cancel the order"), hidden=True, aisles=None)
    return render(request, "storefront/order_cancel.html", {"page": page, "form": form, "number": found.number})


@require_safe
def order_terms(request: HttpRequest, link: str) -> HttpResponse:
    """The terms of sale as they were accepted with this order."""
    context = shopper(request)
    found = orders.by_link(link).terms
    if found is None:
        raise Http404
    title = pgettext("page", "Terms of sale, version %(label)s") % {"label": found.label}
    text = {"title": title, "blocks": prose.grouped(prose.read(found.text)), "language": found.locale}
    page = frame(request, context, title=title, hidden=True)
    return render(request, "storefront/legal.html", {"page": page, "text": text})


def _typed(found: OrderInfo) -> checkout_form.Typed:
    values = {name: getattr(found.contact, name) for name in checkout_form.TYPED}
    return checkout_form.Typed(values=values)


def _changed(request: HttpRequest, found: OrderInfo, wish: ChangeWish, context: ShopperContext) -> str:
    shown = {name: request.POST.get(name, "")[:300] for name in ("version", "shown_total", "shown_promise")}
    changed = orders.change_order(
        found.id,
        wish,
        version=_number(shown["version"]),
        shown_total=Money(_number(shown["shown_total"]), found.total.currency),
        shown_promise=shown["shown_promise"],
        actor=context.actor,
        now=context.now,
    )
    if changed.to_pay:
        return _("The address is changed. Pay %(amount)s below, then the order goes on.") % {
            "amount": money(changed.to_pay)
        }
    if changed.to_return:
        return _("The address is changed. %(amount)s goes back to you.") % {"amount": money(changed.to_return)}
    return _("The address is changed.")


def _seen(seen: ChangePreview, found: OrderInfo, context: ShopperContext) -> dict[str, Any]:
    due = seen.promised_by.astimezone(context.market.zone)
    return {
        "version": seen.version,
        "shown_total": seen.total.minor,
        "shown_promise": seen.promise,
        "total": seen.total,
        "to_pay": seen.to_pay,
        "to_return": seen.to_return,
        "day": day(due) if seen.promise else "",
    }


def _quantities(request: HttpRequest, found: OrderInfo) -> dict[int, int]:
    given = {line.position: _number(request.POST.get(f"line_{line.position}", "")) for line in found.lines}
    return {position: pieces for position, pieces in given.items() if pieces}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0
