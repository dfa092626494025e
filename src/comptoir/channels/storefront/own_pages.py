"""Pages that answer words somebody types: those of the brand, of the shop, of help and of the law."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.legal_texts import TEXTS
from comptoir.content import facade as content
from comptoir.kit.text import fold
from comptoir.org.contracts import ShopperContext

MOST_PAGES, MOST_OF_THE_BRAND = 5, 3
LEAST = 3  # letters that are typed
# Each with words by which people look for it, beside its name, in both languages; they are never shown.
OWN_PAGES = {
    "shops": (
        gettext_noop("Our shops"),
        "horaires heures ouverture ouvert fermeture magasins boutiques adresses plan itinéraire "
        "opening hours times open stores addresses directions map",
    ),
    "account": (
        gettext_noop("Account"),
        "mon compte connexion connecter mes commandes suivi suivre mot passe factures "
        "my account login log sign orders track tracking password invoices",
    ),
    "basket": (gettext_noop("Basket"), ""),
    "wish_list": (gettext_noop("Your wish list"), "favoris favorites wishlist"),
    "withdrawal": (
        gettext_noop("Withdraw from the contract"), "rétractation retours retourner renvoyer withdrawal returns",
    ),
}  # fmt: skip


def pages(typed: str, context: ShopperContext, *, whole: bool = False) -> list[dict[str, str]]:
    """Those of whose names every typed word begins one, or with `whole` is one, the brand's first; then those that are
    also called so; where none is, those of the brand that say it in their first sentence."""
    if len(fold(typed).strip()) < LEAST:
        return []
    locale = context.locale
    written = content.pages_named(typed, context.storefront, locale, limit=MOST_OF_THE_BRAND, whole=whole)
    own = [(_(name), words, address(page, locale)) for page, (name, words) in OWN_PAGES.items()]
    law = [(str(text.title), text.words, address("legal", locale, topic=text.slugs[locale])) for text in TEXTS]
    named = [(content.named(typed, page.title, page.lead, whole=whole), page.title, page.path) for page in written]
    leads = [(name, href) for worth, name, href in named if worth == 1]
    named = [each for each in named if each[0] == 2]
    named += [(content.named(typed, name, words, whole=whole), name, href) for name, words, href in own + law]
    told = [(name, href) for worth in (2, 1) for found, name, href in named if found == worth] or leads
    return [{"name": name, "href": href} for name, href in told[:MOST_PAGES]]
