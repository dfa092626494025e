"""What the law asks a shop to say, in short words. A merchant completes them before opening."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comptoir.org import facade as org


@dataclass(frozen=True, slots=True)
class LegalText:
    """`paragraphs` are shown in order; `slugs` name the page in each language."""

    slugs: dict[str, str]
    title: str | Promise
    paragraphs: tuple[str | Promise, ...]

    @property
    def is_terms(self) -> bool:
        """Whether a published version of the terms of sale stands in its place."""
        return self.slugs["en"] == "terms"


YOUR_DATA = {"fr": "vos-donnees", "en": "your-data"}
# Changes when the words beside the choice change: a consent holds for what was read.
CHOICE_VERSION = "2026-11"

TEXTS = (
    LegalText(
        {"fr": "mentions-legales", "en": "legal-notice"},
        _("Legal notice"),
        (_("This shop is published by the company that sells in it. The confirmation of your order names it too."),),
    ),
    LegalText(
        {"fr": "conditions-de-vente", "en": "terms"},
        _("Terms of sale"),
        (
            _("Prices include VAT. The total with delivery is known from the basket on."),
            _("An order binds when you press the button that says so and we have confirmed it."),
            _("The day of delivery that we announce is a promise: we record it and watch over it."),
            _("Every product has the legal guarantees: conformity for two years, and hidden defects."),
        ),
    ),
    LegalText(
        YOUR_DATA,
        _("Your data"),
        (
            _("This shop sets a cookie that remembers your basket, and one that remembers your choice below."),
            _("What you write to order serves to deliver and invoice that order, and nothing else."),
        ),
    ),
    LegalText(
        {"fr": "retractation", "en": "withdrawal"},
        _("Withdraw from the contract"),
        (
            _("You have 14 days from the day you receive your order to change your mind."),
            _("Before it leaves, cancel it yourself: open it by the link of your confirmation e-mail."),
            _("After that, answer the confirmation e-mail with the number of the order: that is enough."),
        ),
    ),
)


NOTICE = TEXTS[0]


def seller(code: str) -> list[tuple[str | Promise, str]]:
    """Who sells, as label and text (LCEN art. 1-1; Code de la consommation L111-1, L221-5)."""
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
    ]
    return [(label, text) for label, text in rows if text]


def find(topic: str, language: str) -> LegalText | None:
    return next((text for text in TEXTS if text.slugs[language] == topic), None)
