"""What happens when somebody has come in: their basket comes along, and staff show their second factor."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.accounts import facade as accounts
from comptoir.accounts.contracts import Entered, SessionInfo
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.paths import own_path
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.visits import basket_of, keep_basket, shopper
from comptoir.checkout import facade as checkout
from comptoir.journal.contracts import Origin
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import ShopperContext
from comptoir.recognition import facade as recognition


def entered(request: HttpRequest, who: Entered, asked: str) -> HttpResponse:
    """The answer to a log-in: on to `asked`, a path of this site, by way of the second factor where it is needed."""
    before, guest_basket = shopper(request), basket_of(request)
    recognition.know_account(
        who.account_id, email=who.email, locale=before.locale, origin=before.origin(), now=before.now
    )
    accounts.enter(request, who)
    del request.shopper  # type: ignore[attr-defined]
    context = shopper(request)
    basket_id = checkout.open_basket(context)
    if guest_basket is not None:
        with suppress(NotFound):  # somebody else's, or gone: the person's own goes on
            basket_id = checkout.claim(guest_basket, context)
    session = accounts.session_of(request)
    home = reverse("wagtailadmin_home") if session and session.staff else address("account", context.locale)
    after = own_path(asked, home)
    if session and needs_second(session, after):
        response: HttpResponse = HttpResponseRedirect(second(after, context.locale))
    else:
        text = _("Your account is open. Your orders will stand here.") if who.opened else _("You are logged in.")
        response = redirect_saying(after, text)
    keep_basket(request, response, basket_id)
    accounts.remember_browser(request, response, who.account_id)
    return response


def needs_second(session: SessionInfo, after: str) -> bool:
    """Staff on their way to the back office, and staff who have a second factor."""
    if not session.staff or session.strong_at is not None:
        return False
    return after.startswith(reverse("wagtailadmin_home")) or bool(accounts.factors(session.account_id))


def origin_of(context: ShopperContext, session: SessionInfo) -> Origin:
    """Where the journal says that a change of an account came from: its own person."""
    kind = "staff" if session.staff else "account"
    return replace(context.origin(), actor=f"{kind}:{session.account_id}")


def second(after: str, locale: str) -> str:
    return address("account_confirm", locale) + "?" + urlencode({"next": after})
