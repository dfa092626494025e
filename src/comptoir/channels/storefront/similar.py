"""Letters about articles like those that were bought: told at the checkout, where the address is given, with a box to
refuse them (CPCE, L34-5). The box is never ticked by us."""

from __future__ import annotations

from contextlib import suppress

from django.http import QueryDict
from django.utils.translation import gettext as _

from comptoir.consent import facade as consent
from comptoir.consent.contracts import EMAIL
from comptoir.kit.refusals import Invalid
from comptoir.org import facade as org
from comptoir.org.contracts import ShopperContext

ALLOWED_IN = frozenset({"FR"})  # countries of a market whose law we have read
TOLD, REFUSED = "similar_told", "similar_refused"


def wording(context: ShopperContext, email: str) -> str:
    """What is said beside the box; empty where the law does not allow it, and for who answered before."""
    if context.market.countries[0] not in ALLOWED_IN or (context.customer_id and _answered(email)):
        return ""
    shop = {"shop": org.storefront(context.storefront).name}
    return (
        _("%(shop)s may write to you by e-mail about articles like those that you order. Each has a link that ends it.")
        % shop
    )


def note(form: QueryDict, email: str, context: ShopperContext) -> None:
    """Keep what was told with the order, and whether it was refused: a refusal is heard whatever was said before."""
    words = wording(context, email)
    if TOLD not in form or not words:
        return
    with suppress(Invalid):
        if REFUSED in form:
            consent.withdraw_messages(EMAIL, email, context, means="checkout")
        else:
            consent.note_customer(email, context, wording=words, means="checkout")


def _answered(email: str) -> bool:
    try:
        return bool(email) and bool(consent.said(consent.to("email", email)))
    except Invalid:
        return False
