"""The pages of information, by their addresses in each language, and who sells."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comptoir.channels.storefront.texts import (
    access,
    delivery,
    guarantees,
    help,
    notice,
    privacy,
    reviews,
    terms,
    withdrawal,
)
from comptoir.org import facade as org

Blocks = tuple[tuple[str, "str | Promise"], ...]


@dataclass(frozen=True, slots=True)
class LegalText:
    """`slugs` name the page in each language; `blocks` as in `texts`. `ends_with` is seller or contact: what of the
    company stands below. `words` are what else people call it, in both languages, never shown."""

    slugs: dict[str, str]
    title: str | Promise
    blocks: Blocks
    ends_with: str = ""
    words: str = ""

    @property
    def is_terms(self) -> bool:
        """Whether a published version of the terms of sale stands in its place."""
        return self.slugs["en"] == "terms"


HELP = {"fr": "aide", "en": "help"}
DELIVERY = {"fr": "livraison-et-retours", "en": "delivery-and-returns"}
YOUR_DATA = {"fr": "vos-donnees", "en": "your-data"}
TERMS = {"fr": "conditions-de-vente", "en": "terms"}
WITHDRAWAL = {"fr": "retractation", "en": "withdrawal"}
GUARANTEES = {"fr": "garanties", "en": "guarantees"}
REVIEWS = {"fr": "avis", "en": "reviews"}

TEXTS = (
    LegalText(
        HELP, _("Help and contact"), help.BLOCKS, "contact",
        "contact contacter joindre écrire appeler téléphone numéro e-mail email mail courriel service client aide "
        "questions faq "
        "help call phone telephone number write customer service support",
    ),
    LegalText(
        DELIVERY, _("Delivery and returns"), delivery.BLOCKS,
        words="livraison livrer livré delivery "
        "frais port expédition expédier envoi colis transporteur délais retrait retirer "
        "retours retourner renvoyer échange échanger rembourser remboursement remboursé "
        "returns deliver shipping ship costs postage parcel carrier collect pickup returning send back exchange "
        "refund",
    ),
    LegalText(
        WITHDRAWAL, _("Right of withdrawal"), withdrawal.BLOCKS,
        words="rétractation rétracter annuler annulation retours retourner renvoyer rembourser remboursement "
        "withdrawal withdraw cancel cancellation returns returning send back refund",
    ),
    LegalText(
        GUARANTEES, _("Legal guarantees"), guarantees.BLOCKS,
        words="garantie défaut défectueux cassé abîmé panne réparation réparer sav "
        "guarantee warranty broken damaged faulty defect repair",
    ),
    LegalText(REVIEWS, _("How we handle reviews"), reviews.BLOCKS),
    LegalText(TERMS, _("Terms of sale"), terms.BLOCKS, words="cgv générales conditions"),
    LegalText(
        YOUR_DATA, _("Your data"), privacy.BLOCKS, "contact",
        "données personnelles rgpd confidentialité vie privée cookies personal privacy gdpr",
    ),
    LegalText(
        {"fr": "accessibilite", "en": "accessibility"}, _("Accessibility: partially conformant"), access.BLOCKS,
        "contact", "handicap disability",
    ),
    LegalText(
        {"fr": "mentions-legales", "en": "legal-notice"}, _("Legal notice"), notice.BLOCKS, "seller",
        "siret éditeur société company imprint",
    ),
)  # fmt: skip


def seller(code: str) -> list[tuple[str | Promise, str, str]]:
    """Who sells, as label, text and where it leads, if anywhere (LCEN art. 1-1; Code de la consommation L111-1,
    L221-5)."""
    found = org.legal_entity(code)
    capital = found.capital.format(get_language() or "fr") if found.capital else ""
    rows = [
        (_("Company"), f"{found.name} {found.legal_form}".strip()),
        (_("Capital"), capital),
        (_("Address"), f"{found.street}, {found.postcode} {found.city}".strip(" ,")),
        (_("Register"), f"RCS {found.register_city} {found.siren}" if found.register_city else found.siren),
        (_("SIRET"), found.siret),
        (_("VAT number"), found.vat_number),
        (_("E-mail"), found.email),
        (_("Telephone"), found.phone),
        (_("Director of publication"), found.director),
        (_("Host of the pages"), found.host),
        (_("Consumer mediator"), found.mediator),
    ]
    leads = {found.email: f"mailto:{found.email}", found.phone: f"tel:{found.phone.replace(' ', '')}"}
    return [(label, text, leads.get(text, "")) for label, text in rows if text]


def contact(code: str) -> list[tuple[str | Promise, str, str]]:
    """How to reach the company, and its mediator."""
    wanted = {_("Company"), _("Address"), _("E-mail"), _("Telephone"), _("Consumer mediator")}
    return [row for row in seller(code) if row[0] in wanted]


def find(topic: str, language: str) -> LegalText | None:
    return next((text for text in TEXTS if text.slugs[language] == topic), None)
