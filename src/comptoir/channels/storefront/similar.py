"""Letters about articles like those that were bought: told at the checkout, where the address is given, with a box to
refuse them, in the countries whose law allows it (`consent.LAWS`). The box is never ticked by us."""

from __future__ import annotations

from contextlib import suppress

from django.http import QueryDict
from django.utils.translation import gettext as _

from comptoir.consent import facade as consent
from comptoir.kit.refusals import Invalid
from comptoir.org import facade as org
from comptoir.org.contracts import ShopperContext

TOLD, REFUSED = "similar_told", "similar_refused"


def wording(context: ShopperContext, country: str, email: str) -> str:
    """What is said beside the box; empty where no law of the buyer's country allows it, and for who answered before."""
    if not consent.allowed_in(country) or (context.customer_id and _answered(email)):
        return ""
    shop = {"shop": org.storefront(context.storefront).name}
    return (
        _("%(shop)s may write to you by e-mail about articles like those that you order. Each has a link that ends it.")
        % shop
    )


def note(form: QueryDict, country: str, email: str, context: ShopperContext) -> None:
    """Keep what was told with the order, and whether it was refused."""
    words = wording(context, country, email)
    if TOLD not in form or not words:
        return
    with suppress(Invalid):
        consent.note_similar(
            email, context, country=country, wording=words, refused=REFUSED in form, means="checkout"
        )


def _answered(email: str) -> bool:
    try:
        return bool(email) and bool(consent.said(consent.to("email", email)))
    except Invalid:
        return False
