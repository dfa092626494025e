"""The visitor's choice: what a visit may be used for beyond serving it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.channels.storefront import legal_texts
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.visits import keep_choice, shopper
from comptoir.org.contracts import MEASUREMENT
from comptoir.recognition import facade as recognition


@require_POST
def purposes(request: HttpRequest) -> HttpResponse:
    """Allow or refuse, by two buttons of the same weight; either is kept for six months, and can be changed here."""
    context = shopper(request)
    chosen = [MEASUREMENT] if request.POST.get("measurement") == "allow" else []
    choice_id = recognition.choose_purposes(chosen, context, text_version=legal_texts.CHOICE_VERSION)
    there = address("legal", context.locale, topic=legal_texts.YOUR_DATA[context.locale])
    said = (
        _("Your visits may be measured. You can change this here at any time.")
        if chosen
        else _("Your visits are counted with those of everybody, and tied to nobody.")
    )
    response = redirect_saying(there, said)
    keep_choice(request, response, choice_id, chosen)
    return response
