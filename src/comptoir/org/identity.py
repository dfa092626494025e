"""What may stand in the legal identity of a company. Pure; check digits by python-stdnum."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from stdnum import bic, iban
from stdnum.eu import vat
from stdnum.fr import siren, siret
from stdnum.util import clean

from comptoir.org import rules
from comptoir.org.contracts import LegalIdentity

FRANCE = "FR"
NEEDED = ("name", "street", "postcode", "city", "email")
LIMITS = {
    "name": 200, "legal_form": 60, "register_city": 80, "street": 200, "postcode": 12, "city": 80, "phone": 30,
    "director": 200, "host": 300, "mediator": 300,
}  # fmt: skip


def tidied(identity: LegalIdentity) -> LegalIdentity:
    """Without spaces around texts and without any inside numbers."""
    texts = {name: getattr(identity, name).strip() for name in (*LIMITS, "email")}
    numbers = {
        name: clean(getattr(identity, name), " .-").strip().upper()
        for name in ("siren", "siret", "vat_number", "iban", "bic")
    }
    kept: dict[str, Any] = texts | numbers
    return replace(identity, **kept)


def errors(identity: LegalIdentity) -> dict[str, str]:
    """What is wrong with a tidied identity, by field; empty when nothing is.

    A French company has a SIREN (Code de commerce R123-237). Without a VAT number it is in the basic exemption
    (CGI art. 293 B), which is for small companies only but is theirs to say.
    """
    found = {name: _("Please fill this in.") for name in NEEDED if not getattr(identity, name)}
    found |= {name: _("This is too long.") for name, most in LIMITS.items() if len(getattr(identity, name)) > most}
    if not rules.is_country(identity.country):
        found["country"] = _("Give the country by its two letters of ISO 3166-1.")
    if identity.capital.minor < 0:
        found["capital"] = _("The capital is not negative.")
    return found | _number_errors(identity) | _email_errors(identity.email) | rules.timezone_errors(identity.timezone)


def _number_errors(identity: LegalIdentity) -> dict[str, str]:
    found = {}
    if identity.siren and not siren.is_valid(identity.siren):
        found["siren"] = _("This is not a SIREN: nine digits, of which the last is a check digit.")
    elif identity.country == FRANCE and not identity.siren:
        found["siren"] = _("A company in France has a SIREN.")
    if identity.siret and not siret.is_valid(identity.siret):
        found["siret"] = _("This is not a SIRET: fourteen digits, of which the last is a check digit.")
    elif identity.siret and not identity.siret.startswith(identity.siren):
        found["siret"] = _("A SIRET begins with the SIREN of its company.")
    if identity.vat_number and not vat.is_valid(identity.vat_number):
        found["vat_number"] = _("This is not a VAT number of the Union: it begins with the country, such as FR.")
    if identity.iban and not iban.is_valid(identity.iban):
        found["iban"] = _("This is not an IBAN: check it against the bank's statement.")
    if identity.bic and not bic.is_valid(identity.bic):
        found["bic"] = _("This is not a BIC.")
    return found


def _email_errors(email: str) -> dict[str, str]:
    try:
        validate_email(email)
    except ValidationError:
        return {"email": _("Write an e-mail address such as name@example.com.")}
    return {}
