"""What may stand for a professional buyer. Pure; check digits by python-stdnum."""

from __future__ import annotations

from django.utils.translation import gettext as _
from stdnum.eu import vat
from stdnum.fr import siren
from stdnum.util import clean

from comptoir.invoicing.contracts import Company

LONGEST_NAME = 120


def tidied(company: Company) -> Company:
    return Company(
        name=" ".join(company.name.split()),
        vat_number=clean(company.vat_number, " .-").upper(),
        siren=clean(company.siren, " .-"),
    )


def errors(company: Company) -> dict[str, str]:
    """By field. A professional buyer is known by a SIREN, or by the VAT number of its country
    (CGI ann. II art. 242 nonies A, I, 1° and 3°)."""
    found = {}
    if not company.name:
        found["name"] = _("Please fill this in.")
    elif len(company.name) > LONGEST_NAME:
        found["name"] = _("This is too long.")
    elif not company.name.isprintable():
        found["name"] = _("This contains characters that cannot be kept.")
    if company.vat_number and not vat.is_valid(company.vat_number):
        found["vat_number"] = _("This is not a VAT number of the Union: it begins with the country, such as FR.")
    if company.siren and not siren.is_valid(company.siren):
        found["siren"] = _("This is not a SIREN: nine digits, of which the last is a check digit.")
    if not company.vat_number and not company.siren:
        found["siren"] = _("Give the SIREN, or the VAT number of the company.")
    return found
