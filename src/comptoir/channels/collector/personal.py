"""Personal values, taken out of an event on its way in: what is left tells nobody who somebody is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from comptoir.kit.pseudonyms import pseudonym

# Each in one pass, however long a text without end is: what stands before an @, what after it, both and nothing else.
_WORD = r"[^\s@\"'<>,;:=/?&]"
LOCAL = re.compile(rf"(?<!{_WORD}){_WORD}++\Z")
DOMAIN = re.compile(rf"{_WORD}+\.[A-Za-z]{{2,}}")
EMAIL = re.compile(rf"{_WORD}++@{_WORD}+\.[A-Za-z]{{2,}}")
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
LONGEST_NAME = 60  # of a property whose name is remembered
# Texts that come again and again and hold nothing personal: names of products, currencies, events.
MOST_HARMLESS, LONGEST_HARMLESS = 20_000, 100
harmless: set[str] = set()


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
    if not value.startswith(("+", "0")):
        return None
    return "phone" if PHONE.fullmatch(value) or LOCAL_PHONE.fullmatch(value) else None


def identifiers(values: Mapping[str, Any]) -> dict[str, str]:
    """The e-mail and telephone in traits or at the top of properties, in clear, by kind."""
    found: dict[str, str] = {}
    for name, value in values.items():
        kind = means(name)
        if kind and isinstance(value, str) and value.strip() and len(value) <= 320:
            if kind == "email" and kind_of(value) == "email":
                found["email"] = value.strip()
            elif kind == "phone" and sum(map(str.isdigit, value)) >= 8:
                found["phone"] = value.strip()
    return found


def without(value: Any, depth: int = 0) -> Any:
    """The same without what tells who somebody is: such properties go, e-mails and telephones inside of texts become
    pseudonyms, addresses of pages lose their query."""
    if isinstance(value, str):
        return text_without(value)
    if isinstance(value, dict):
        if depth > DEEPEST:
            return None
        return {
            name: text_without(each) if isinstance(each, str) else without(each, depth + 1)
            for name, each in value.items()
            if each is not None and means(name) is None
        }
    if isinstance(value, list):
        return None if depth > DEEPEST else [without(each, depth + 1) for each in value]
    return value


def often_without(text: str) -> str:
    """As `text_without`, for a text that may come again."""
    if text in harmless:
        return text
    found = text_without(text)
    if found == text and len(text) <= LONGEST_HARMLESS:
        if len(harmless) >= MOST_HARMLESS:
            harmless.clear()
        harmless.add(text)
    return found


def text_without(text: str) -> str:
    if ":" in text and text.startswith(("http://", "https://")):
        text = text.partition("?")[0].partition("#")[0]
    if "@" in text or "%40" in text:
        text = _emails_without(text)
    if "+" in text:
        text = PHONE.sub(lambda found: f"phone:{key_of('phone', found[0])}", text)
    if text.count(".") == 3 or ":" in text:
        return "" if 7 <= len(text) <= 45 and ADDRESS.fullmatch(text) else text
    return text


def _emails_without(text: str) -> str:
    last, *others = text.replace("%40", "@").split("@")
    pieces, found = [], False
    for after in others:
        local, domain = LOCAL.search(last), DOMAIN.match(after)
        if local and domain:
            pieces.append(f"{last[: local.start()]}email:{key_of('email', f'{local[0]}@{domain[0]}')}")
            last, found = after[domain.end() :], True
        else:
            pieces.append(f"{last}@")
            last = after
    return "".join((*pieces, last)) if found else text


def means(name: str) -> str | None:
    """`email` or `phone` for what a property of this name holds, `other` for what else tells who somebody is."""
    return _means(name) if len(name) <= LONGEST_NAME else _means.__wrapped__(name)


@lru_cache(maxsize=5_000)
def _means(name: str) -> str | None:
    plain = name[:100].lower().replace("_", "").replace("-", "")
    if plain in EMAILS:
        return "email"
    if plain in PHONES:
        return "phone"
    return "other" if plain in NAMES or "@" in name else None
