"""Personal values, taken out of an event on its way in: what is left tells nobody who somebody is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from comptoir.kit.pseudonyms import pseudonym

EMAIL = re.compile(r"[^\s@\"'<>,;:=/?&]+(?:@|%40)[^\s@\"'<>,;:=/?&]+\.[A-Za-z]{2,}")
PHONE = re.compile(r"\+[0-9][0-9 .()-]{7,20}")
LOCAL_PHONE = re.compile(r"0[1-9](?:[ .-]?[0-9]{2}){4}")
ADDRESS = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}")

# Names of properties whose values tell who somebody is, without case, hyphen and underscore.
NAMES = frozenset(
    (
        "email", "emailaddress", "mail", "phone", "phonenumber", "telephone", "mobile", "firstname", "lastname",
        "fullname", "givenname", "familyname", "surname", "username", "address", "street", "birthday", "birthdate",
        "dateofbirth", "ip", "ipaddress", "iban", "password", "ssn", "passport", "customername", "recipientname",
    )
)  # fmt: skip
EMAILS = frozenset(("email", "emailaddress", "mail"))
PHONES = frozenset(("phone", "phonenumber", "mobile", "telephone"))
DEEPEST = 20


def normal(kind: str, value: str) -> str:
    """One writing of an e-mail or telephone, so that its pseudonym is one."""
    if kind == "email":
        return value.strip().lower()
    digits = re.sub(r"[^0-9+]", "", value)
    return f"+{digits[2:]}" if digits.startswith("00") else digits


def key_of(kind: str, value: str) -> str:
    return pseudonym(kind, normal(kind, value))


def kind_of(value: str) -> str | None:
    """`email` or `phone` when the whole value is one."""
    value = value.strip()
    if "@" in value and EMAIL.fullmatch(value):
        return "email"
    return "phone" if PHONE.fullmatch(value) or LOCAL_PHONE.fullmatch(value) else None


def identifiers(values: Mapping[str, Any]) -> dict[str, str]:
    """The e-mail and telephone in traits or at the top of properties, in clear, by kind."""
    found: dict[str, str] = {}
    for name, value in values.items():
        if not isinstance(value, str) or not value.strip() or len(value) > 320:
            continue
        plain = _plain(name)
        if plain in EMAILS and kind_of(value) == "email":
            found["email"] = value.strip()
        elif plain in PHONES and sum(map(str.isdigit, value)) >= 8:
            found["phone"] = value.strip()
    return found


def without(value: Any, depth: int = 0) -> Any:
    """The same without what tells who somebody is: such properties go, e-mails and telephones inside of texts become
    pseudonyms, addresses of pages lose their query."""
    if isinstance(value, str):
        return text_without(value)
    if depth > DEEPEST:
        return None
    if isinstance(value, dict):
        return {
            name: without(each, depth + 1)
            for name, each in value.items()
            if each is not None and _plain(name) not in NAMES and "@" not in name
        }
    if isinstance(value, list):
        return [without(each, depth + 1) for each in value]
    return value


def text_without(text: str) -> str:
    if text.startswith(("http://", "https://")):
        text = text.partition("?")[0].partition("#")[0]
    if "@" in text or "%40" in text:
        text = EMAIL.sub(lambda found: f"email:{key_of('email', found[0].replace('%40', '@'))}", text)
    if "+" in text:
        text = PHONE.sub(lambda found: f"phone:{key_of('phone', found[0])}", text)
    return text if not _may_be_address(text) else ""


def _may_be_address(text: str) -> bool:
    return 7 <= len(text) <= 45 and (text.count(".") == 3 or ":" in text) and bool(ADDRESS.fullmatch(text))


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
