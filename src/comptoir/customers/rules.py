"""What a buyer may write, cleaned and checked. Pure."""

from __future__ import annotations

import re
from dataclasses import fields, replace

from comptoir.customers.contracts import Contact

LENGTHS = {
    "email": 254,
    "name": 120,
    "street": 200,
    "more": 200,
    "postcode": 12,
    "city": 80,
    "country": 2,
    "phone": 20,
}
POSTCODES = {  # Universal Postal Union, addressing systems by country
    # French ones begin with a département (20 in Corsica), a territory overseas, Monaco (980) or the army (00…).
    "FR": r"((0[1-9]|[1-8]\d|9[0-5])\d|97[1-8]|98[046-8]|00[1-9])\d{2}",
    "BE": r"\d{4}", "LU": r"(L-)?\d{4}", "DE": r"\d{5}", "NL": r"\d{4} ?[A-Z]{2}",
    "ES": r"\d{5}", "IT": r"\d{5}", "PT": r"\d{4}-\d{3}", "AT": r"\d{4}", "MC": r"980\d{2}",
}  # fmt: skip
_EMAIL = re.compile(r"[^@\s<>\",;:()\[\]\\]+@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"\+?[0-9]{6,15}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def clean(contact: Contact) -> Contact:
    """Spaces collapsed, e-mail and country in their usual case, the telephone number reduced to its digits."""
    values = {f.name: " ".join(getattr(contact, f.name).split(" ")).strip() for f in fields(contact)}
    values["email"] = values["email"].lower()
    values["country"] = values["country"].upper()
    values["postcode"] = values["postcode"].upper()
    values["phone"] = phone(values["phone"])
    return replace(contact, **values)


def phone(text: str) -> str:
    """A telephone number without what people put between its digits."""
    return re.sub(r"[\s.\-()/]", "", text)


def errors(contact: Contact, *, with_address: bool) -> dict[str, str]:
    """What is wrong with a cleaned contact, field → code of `kit.refusals.FIELD_SENTENCES`; empty when nothing."""
    wrong: dict[str, str] = {}
    needed = ["email", "name", "country"] + (["street", "postcode", "city"] if with_address else [])
    for field, length in LENGTHS.items():
        value = getattr(contact, field)
        if not value:
            if field in needed:
                wrong[field] = "missing"
        elif len(value) > length:
            wrong[field] = "too_long"
        elif _CONTROL.search(value):
            wrong[field] = "not_text"
    checks = {"email": (_EMAIL, "not_an_email"), "phone": (_PHONE, "not_a_phone")}
    if contact.postcode and contact.country in POSTCODES:
        checks["postcode"] = (re.compile(POSTCODES[contact.country]), "not_a_postcode")
    for field, (pattern, code) in checks.items():
        value = getattr(contact, field)
        if value and field not in wrong and not pattern.fullmatch(value):
            wrong[field] = code
    return wrong
