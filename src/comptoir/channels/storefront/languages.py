"""The languages of the storefront, and the address of each page in each of them."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

NAMES = {"fr": "Français", "en": "English"}
DEFAULT = "fr"

# Page → language → address below the language's prefix.
ADDRESSES: dict[str, dict[str, str]] = {
    "home": {"fr": "", "en": ""},
    "category": {"fr": "rayon/<slug:slug>/", "en": "category/<slug:slug>/"},
    "search": {"fr": "recherche/", "en": "search/"},
    "suggest": {"fr": "recherche/propositions/", "en": "search/suggestions/"},
    "product": {"fr": "produit/<slug:slug>/", "en": "product/<slug:slug>/"},
    "reviews": {"fr": "produit/<slug:slug>/avis/", "en": "product/<slug:slug>/reviews/"},
    "questions": {"fr": "produit/<slug:slug>/questions/", "en": "product/<slug:slug>/questions/"},
    "review_report": {"fr": "avis/<uuid:review>/signaler/", "en": "review/<uuid:review>/report/"},
    "review_helpful": {"fr": "avis/<uuid:review>/utile/", "en": "review/<uuid:review>/helpful/"},
    "basket": {"fr": "panier/", "en": "basket/"},
    "basket_add": {"fr": "panier/ajouter/", "en": "basket/add/"},
    "basket_change": {"fr": "panier/changer/", "en": "basket/change/"},
    "basket_code": {"fr": "panier/code/", "en": "basket/code/"},
    "basket_saved": {"fr": "panier/de-cote/", "en": "basket/saved/"},
    "basket_share": {"fr": "panier/partager/", "en": "basket/share/"},
    "basket_friends": {"fr": "panier/ensemble/", "en": "basket/together/"},
    "basket_friends_change": {"fr": "panier/ensemble/changer/", "en": "basket/together/change/"},
    "shared": {"fr": "partage/<slug:token>/", "en": "shared/<slug:token>/"},
    "shared_take": {"fr": "partage/<slug:token>/prendre/", "en": "shared/<slug:token>/take/"},
    "shared_say": {"fr": "partage/<slug:token>/dire/", "en": "shared/<slug:token>/say/"},
    "checkout_express": {"fr": "commander/comme-avant/", "en": "checkout/as-before/"},
    "wait_for": {"fr": "de-retour/", "en": "back-in-stock/"},
    "waiting": {"fr": "de-retour/<slug:token>/", "en": "back-in-stock/<slug:token>/"},
    "wish_list": {"fr": "envies/", "en": "wish-list/"},
    "wish_change": {"fr": "envies/changer/", "en": "wish-list/change/"},
    "wish_shared": {"fr": "envies/partage/<slug:token>/", "en": "wish-list/shared/<slug:token>/"},
    "seen": {"fr": "vus/", "en": "seen/"},
    "compare": {"fr": "comparer/", "en": "compare/"},
    "purposes": {"fr": "informations/vos-donnees/choix/", "en": "information/your-data/choice/"},
    "newsletter": {"fr": "lettre/", "en": "newsletter/"},
    "newsletter_confirm": {"fr": "lettre/confirmer/<str:token>/", "en": "newsletter/confirm/<str:token>/"},
    "messages_stop": {"fr": "messages/arreter/<str:token>/", "en": "messages/stop/<str:token>/"},
    "checkout": {"fr": "commander/", "en": "checkout/"},
    "order": {"fr": "commande/<str:link>/", "en": "order/<str:link>/"},
    "order_pay": {"fr": "commande/<str:link>/payer/", "en": "order/<str:link>/pay/"},
    "order_cancel": {"fr": "commande/<str:link>/annuler/", "en": "order/<str:link>/cancel/"},
    "order_again": {"fr": "commande/<str:link>/a-nouveau/", "en": "order/<str:link>/again/"},
    "order_company": {"fr": "commande/<str:link>/societe/", "en": "order/<str:link>/company/"},
    "order_invoice": {
        "fr": "commande/<str:link>/document/<slug:number>.<slug:form>",
        "en": "order/<str:link>/document/<slug:number>.<slug:form>",
    },
    "order_file": {
        "fr": "commande/<str:link>/fichier/<uuid:file>/",
        "en": "order/<str:link>/file/<uuid:file>/",
    },
    "order_change": {"fr": "commande/<str:link>/modifier/", "en": "order/<str:link>/change/"},
    "order_lines": {"fr": "commande/<str:link>/articles/", "en": "order/<str:link>/articles/"},
    "order_terms": {"fr": "commande/<str:link>/conditions/", "en": "order/<str:link>/terms/"},
    "order_review": {
        "fr": "commande/<str:link>/avis/<uuid:purchase>/",
        "en": "order/<str:link>/review/<uuid:purchase>/",
    },
    "order_withdrawal": {"fr": "commande/<str:link>/retractation/", "en": "order/<str:link>/withdrawal/"},
    "withdrawal": {"fr": "retractation/", "en": "withdrawal/"},
    "withdrawal_receipt": {
        "fr": "retractation/accuse/<str:link>/",
        "en": "withdrawal/acknowledgement/<str:link>/",
    },
    "shops": {"fr": "boutiques/", "en": "shops/"},
    "near": {"fr": "pres-de-vous/<uuid:variant>/", "en": "near-you/<uuid:variant>/"},
    "account": {"fr": "compte/", "en": "account/"},
    "log_out": {"fr": "compte/quitter/", "en": "account/leave/"},
    "account_code": {"fr": "compte/code/", "en": "account/code/"},
    "account_link": {"fr": "compte/lien/<str:link>/", "en": "account/link/<str:link>/"},
    "account_confirm": {"fr": "compte/confirmer/", "en": "account/confirm/"},
    "account_passkey": {"fr": "compte/cle/", "en": "account/passkey/"},
    "account_safety": {"fr": "compte/securite/", "en": "account/security/"},
    "account_change": {"fr": "compte/securite/changer/", "en": "account/security/change/"},
    "account_messages": {"fr": "compte/messages/", "en": "account/messages/"},
    "own_data": {"fr": "compte/donnees/", "en": "account/data/"},
    "own_data_file": {"fr": "compte/donnees/copie/", "en": "account/data/copy/"},
    "own_data_change": {"fr": "compte/donnees/corriger/", "en": "account/data/correct/"},
    "erasure_ask": {"fr": "compte/donnees/oublier/", "en": "account/data/forget/"},
    "erasure": {"fr": "oubli/<slug:token>/", "en": "forgotten/<slug:token>/"},
    "erasure_receipt": {"fr": "oubli/<slug:token>/preuve.txt", "en": "forgotten/<slug:token>/proof.txt"},
    "account_email": {"fr": "compte/securite/e-mail/", "en": "account/security/e-mail/"},
    "account_authenticator": {"fr": "compte/securite/application/", "en": "account/security/authenticator/"},
    "manifest": {"fr": "manifest.webmanifest", "en": "manifest.webmanifest"},
    "offline": {"fr": "hors-ligne/", "en": "offline/"},
    "legal": {"fr": "informations/<slug:topic>/", "en": "information/<slug:topic>/"},
    # Last: whatever the shop itself does not answer at may be a page of the brand.
    "brand_page": {"fr": "<path:path>/", "en": "<path:path>/"},
}


@lru_cache(maxsize=20_000)
def address(name: str, language: str, **parts: object) -> str:
    """The path of a page in a language; `parts` are those of its pattern."""
    return reverse(f"storefront:{name}", kwargs=parts or None, current_app=language)


def asking(path: str, **asked: str) -> str:
    """The path with what is asked of its page; what is empty is left out."""
    kept = {name: value for name, value in asked.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path
