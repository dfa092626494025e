"""A basket shared with friends: they join by a first name, propose and comment; the owner decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts import facade as accounts
from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import NAMES, address
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.shown import together as shown
from comptoir.channels.storefront.visits import basket_of, friend_of, keep_basket, keep_friend, shopper
from comptoir.checkout import facade as checkout
from comptoir.checkout.contracts import SharedBasketView
from comptoir.checkout.errors import BasketClosed
from comptoir.kit.refusals import Invalid, NotFound, Refusal
from comptoir.org.contracts import ShopperContext
from comptoir.search import facade as search
from comptoir.search.contracts import Asked

FOUND = 8


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody shared; with `q`, products that a friend may propose."""
    context = shopper(request)
    friend_id = friend_of(request, token)
    try:
        found = checkout.read_shared(token, context, friend_id=friend_id)
    except NotFound:
        found = None
    page = frame(
        request, context, title=_("A shared basket"), hidden=True,
        paths={code: address("shared", code, token=token) for code in NAMES},
    )  # fmt: skip
    words = request.GET.get("q", "").replace("\x00", "")[:100].strip()
    asks = found is not None and found.together is not None and found.together.is_open and found.together.name
    everything = {
        "page": page,
        "is_together": True,
        "token": token,
        "words": words,
        "found": _found(words, context) if asks and words else None,
        "shared": shown.shared(found, context.locale) if found else None,
    }
    return render(request, "storefront/shared.html", everything, status=200 if found else 404)


@require_POST
def shared_take(request: HttpRequest, token: str) -> HttpResponse:
    """Put what was shared into one's own basket."""
    context = shopper(request)
    try:
        basket_id, lines = _take(token, basket_of(request), context)
    except Refusal as refusal:
        there = address("shared", context.locale, token=token)
        return redirect_saying(there, refusal.text(context.locale), kind="problem")
    said = ngettext("%(count)s product is in your basket.", "%(count)s products are in your basket.", lines)
    response = redirect_saying(address("basket", context.locale), said % {"count": lines})
    keep_basket(request, response, basket_id)
    return response


@require_POST
def shared_say(request: HttpRequest, token: str) -> HttpResponse:
    """A friend joins, proposes, comments, or says what they think; the button says which."""
    context = shopper(request)
    there = address("shared", context.locale, token=token)
    friend_id = friend_of(request, token)
    try:
        if "join" in request.POST:
            asker = accounts.visitor(request).address
            friend_id = checkout.join_shared(token, request.POST.get("name", "")[:200], context, asker=asker)
            response = redirect_saying(there, _("You may add and comment now."))
            keep_friend(request, response, token, friend_id)
            return response
        if friend_id is None:
            raise NotFound()
        said = _say(request, token, friend_id, context)
    except Invalid as invalid:
        return redirect_saying(there, " ".join(invalid.field_texts(context.locale).values()), kind="problem")
    except Refusal as refusal:
        return redirect_saying(there, refusal.text(context.locale), kind="problem")
    return redirect_saying(there, said) if said else HttpResponseRedirect(there + _anchor(request))


@require_safe
def basket_friends(request: HttpRequest) -> HttpResponse:
    """The owner's view: links that were given away, what friends propose and say."""
    context = shopper(request)
    basket_id = basket_of(request)
    try:
        links = checkout.sharing(basket_id, context) if basket_id else ()
    except NotFound:
        links = ()
    if not links:
        return redirect_saying(address("basket", context.locale), _("This basket is not shared."), kind="attention")
    open_to = next((link for link in links if link.for_friends), None)
    view: SharedBasketView | None = checkout.read_shared(open_to.token, context) if open_to else None
    everything = {
        "page": frame(request, context, title=_("Shared with friends"), hidden=True),
        "is_together": True,
        "shared": shown.shared(view, context.locale) if view else None,
        "links": [
            shown.link(each, request.build_absolute_uri(address("shared", context.locale, token=each.token)))
            for each in links
        ],
    }
    return render(request, "storefront/basket_friends.html", everything)


@require_POST
def basket_friends_change(request: HttpRequest) -> HttpResponse:
    """Take or decline a proposal, comment, or end a link; the button says which."""
    context = shopper(request)
    here = address("basket_friends", context.locale)
    basket_id = basket_of(request)
    try:
        if basket_id is None:
            raise NotFound()
        said = _decide(request, basket_id, context)
        if not checkout.sharing(basket_id, context):  # the last link was ended
            return redirect_saying(address("basket", context.locale), said)
    except Invalid as invalid:
        return redirect_saying(here, " ".join(invalid.field_texts(context.locale).values()), kind="problem")
    except Refusal as refusal:
        return redirect_saying(here, refusal.text(context.locale), kind="problem")
    return redirect_saying(here, said) if said else HttpResponseRedirect(here + _anchor(request))


def _say(request: HttpRequest, token: str, friend_id: UUID, context: ShopperContext) -> str:
    if "comment" in request.POST:
        text = request.POST.get("text", "")[:1000]
        checkout.comment(token, friend_id, _named(request), text, context)
        return ""
    variant_id = _named(request)
    if variant_id is None:
        raise NotFound()
    if "opinion" in request.POST:
        checkout.react(token, friend_id, variant_id, request.POST["opinion"], context)
        return ""
    if "back" in request.POST:
        checkout.propose(token, friend_id, variant_id, 0, context)
        return _("Your proposal is taken back.")
    pieces = request.POST.get("quantity", "") or "1"
    if not (pieces.isascii() and pieces.isdigit()) or len(pieces) > 3 or int(pieces) < 1:
        raise Invalid({"quantity": "not_a_number"})
    checkout.propose(token, friend_id, variant_id, int(pieces), context)
    return _("It is proposed. The owner of the basket takes it or declines it.")


def _decide(request: HttpRequest, basket_id: UUID, context: ShopperContext) -> str:
    if "end" in request.POST:
        checkout.end_sharing(basket_id, request.POST["end"], context)
        return _("The link opens nothing any more. What friends said is erased.")
    if "comment" in request.POST:
        checkout.comment_own(basket_id, _named(request), request.POST.get("text", "")[:1000], context)
        return ""
    proposal_id = _identity(request, "proposal")
    if proposal_id is None:
        raise NotFound()
    if "take" in request.POST:
        checkout.take_proposal(basket_id, proposal_id, context)
        return _("It is in your basket.")
    checkout.decline_proposal(basket_id, proposal_id, context)
    return _("It is declined. Who proposed it sees so.")


def _found(words: str, context: ShopperContext) -> list[dict[str, Any]]:
    """Products for these words, each with what can be chosen of it."""
    try:
        cards = search.find(Asked(text=words, size=FOUND), context).cards.items
    except Refusal:
        return []
    ids = [variant_id for card in cards for variant_id in card.variant_ids]
    items = catalog.sellable(ids, market=context.market.code, now=context.now)
    return [shown.choice(card, items, context.locale) for card in cards]


def _take(token: str, basket_id: UUID | None, context: ShopperContext) -> tuple[UUID, int]:
    if basket_id is not None:
        try:
            return basket_id, checkout.take_shared(token, basket_id, context)
        except BasketClosed:
            pass
    fresh = checkout.open_basket(context)
    return fresh, checkout.take_shared(token, fresh, context)


def _named(request: HttpRequest) -> UUID | None:
    return _identity(request, "variant")


def _identity(request: HttpRequest, field: str) -> UUID | None:
    """None where the form names none. Refuses NotFound."""
    text = request.POST.get(field, "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound() from None


def _anchor(request: HttpRequest) -> str:
    variant_id = _named(request)
    return f"#line-{variant_id}" if variant_id else "#talk"
