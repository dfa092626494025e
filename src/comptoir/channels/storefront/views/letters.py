"""The letter, asked for at the foot of each page and in the account; confirmed and ended by links."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts import facade as accounts
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import NAMES, address
from comptoir.channels.storefront.paths import where_from
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.shown import letters
from comptoir.channels.storefront.visits import shopper
from comptoir.consent import facade as consent
from comptoir.consent.contracts import ACCOUNT, CALL, EMAIL, SMS, Asked
from comptoir.customers import facade as customers
from comptoir.kit import limits
from comptoir.kit.brakes import TooFast
from comptoir.kit.limits import Limit
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org.contracts import ShopperContext

# One visitor asks for one letter; who asks for strangers is stopped.
ASKED = Limit(name="letters", per_second=0.02, burst=5)


@require_POST
def newsletter(request: HttpRequest) -> HttpResponse:
    """The same answer for every address: whoever types one does not learn whether it was known."""
    context = shopper(request)
    back = where_from(request, address("home", context.locale))
    if not limits.take(accounts.visitor(request).address, ASKED).allowed:
        return redirect_saying(back, _("That was often. Try again in some minutes."), kind="problem")
    try:
        consent.ask_email(
            request.POST.get("email", "")[:300], context, wording=letters.wording(context, EMAIL), means="footer"
        )
    except Invalid as invalid:
        return redirect_saying(back, invalid.field_texts(context.locale)["email"], kind="problem")
    except TooFast:
        pass
    said = _("We have written to this address. The letter begins when its owner says yes there.")
    return redirect_saying(back, said, kind="attention")


@require_http_methods(["GET", "HEAD", "POST"])
def newsletter_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A link alone confirms nothing, mail programs open links: its page has a button."""
    context = shopper(request)
    if request.method == "POST":
        try:
            consent.confirm(token, context)
        except NotFound:
            said = _("This link is too old, or was cut off. Ask for the letter again.")
            return redirect_saying(address("home", context.locale), said, kind="problem")
        said = _("Thank you. The next letter comes to you, and each has a link that ends it.")
        return redirect_saying(address("home", context.locale), said)
    paths = {code: address("newsletter_confirm", code, token=token) for code in NAMES}
    page = frame(request, context, title=_("Our letter"), hidden=True, paths=paths, aisles=None)
    return render(request, "storefront/letter_confirm.html", {"page": page, "text": letters.wording(context, EMAIL)})


@require_http_methods(["GET", "HEAD", "POST"])
def messages_stop(request: HttpRequest, token: str) -> HttpResponse:
    """One click ends it: a mail program posts by itself (RFC 8058), a person presses the button."""
    context = shopper(request)
    asked: Asked | None = None
    with suppress(NotFound):
        asked = consent.asked(token)
    if request.method == "POST":
        if asked is None:
            raise NotFound()
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"
        consent.stop(token, context, means="one_click" if one_click else "link")
        if one_click:
            return HttpResponse(status=204)
        return HttpResponseRedirect(address("messages_stop", context.locale, token=token))
    paths = {code: address("messages_stop", code, token=token) for code in NAMES}
    page = frame(request, context, title=_("End these messages"), hidden=True, paths=paths, aisles=None)
    return render(request, "storefront/letter_stop.html", {"page": page, "asked": asked})


@require_http_methods(["GET", "HEAD", "POST"])
def account_messages(request: HttpRequest) -> HttpResponse:
    """What the person who is logged in gets from us by e-mail, SMS and telephone: three questions, none ticked for
    them."""
    context, session = shopper(request), accounts.session_of(request)
    if session is None or context.customer_id is None:
        return HttpResponseRedirect(address("account", context.locale))
    email = request.user.get_username()
    phone = request.POST.get("phone", "").strip()[:30] or _phone_of(context)
    if request.method == "POST":
        here = address("account_messages", context.locale)
        try:
            asked = _change(email, phone, set(request.POST.getlist("channel")), context)
        except Invalid as invalid:
            text = next(iter(invalid.field_texts(context.locale).values()))
            return redirect_saying(here, text, kind="problem")
        except TooFast as refusal:
            return redirect_saying(here, refusal.text(context.locale), kind="problem")
        said = _("Your choices are kept.")
        if asked:
            said += " " + _("We have written to you: the letter begins when you say yes there.")
        return redirect_saying(here, said)
    page = frame(request, context, title=_("Letters, messages and calls"), hidden=True)
    shown = {"page": page, "phone": phone, "ways": letters.ways(email, phone, context)}
    return render(request, "storefront/account_messages.html", shown)


def _change(email: str, phone: str, wanted: set[str], context: ShopperContext) -> bool:
    """Ask for, allow and withdraw what differs; answers whether a question left by e-mail. Refuses Invalid, TooFast."""
    asked = False
    for channel in (EMAIL, SMS, CALL):
        to = email if channel == EMAIL else phone
        if not to and channel not in wanted:
            continue
        agreed = consent.agreed(to, channel)
        if channel in wanted and not agreed:
            words = letters.wording(context, channel)
            if channel == EMAIL:
                consent.ask_email(to, context, wording=words, means=ACCOUNT)
                asked = True
            else:
                consent.allow_messages(channel, to, context, wording=words, means=ACCOUNT)
        elif agreed and channel not in wanted:
            consent.withdraw_messages(channel, to, context, means=ACCOUNT)
    return asked


def _phone_of(context: ShopperContext) -> str:
    known = customers.people([context.customer_id]) if context.customer_id else {}
    return next((each.phone for each in known.values()), "")
