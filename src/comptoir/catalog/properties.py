"""What a person writes as a product's properties, read as typed values. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from comptoir.catalog import law, rules
from comptoir.catalog.contracts import Property
from comptoir.kit.text import LOCALES, Localised, fold

LONGEST_NAME, LONGEST_VALUE, MOST = 80, 2000, 200
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
NUMBER = re.compile(r"(?P<number>[-+]?\d{1,15}(?:[.,]\d{1,9})?)\s*(?P<unit>[^\s\d.,+-][^\d]{0,18})?")
# Parted by blanks only: whether 1,200 is a thousand or one and a fifth, nobody knows.
THOUSANDS = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")
YES_NO = {"oui": True, "yes": True, "non": False, "no": False}
BETWEEN = re.compile(r"\s*;\s*|,\s+")
# Kinds whose value is said once for all languages.
SAID_ONCE = frozenset({"number", "boolean", "choices"})


class Unreadable(ValueError):
    """The text is no value of its kind; the argument is a code of FIELD_SENTENCES."""


@dataclass(frozen=True, slots=True)
class Definition:
    """An attribute as the catalogue knows it."""

    label: Localised
    kind: str = "text"
    unit: str = ""
    choices: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """Values by code; `fresh` attributes have their label yet to be kept, `labels` are known ones with a language more.
    `errors` as those of `Invalid`."""

    values: dict[str, Any] = field(default_factory=dict)
    fresh: dict[str, Localised] = field(default_factory=dict)
    labels: dict[str, Localised] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def codes_wanted(given: Sequence[Property], called: Mapping[str, str]) -> list[str]:
    """Which attribute each means: that of its code, else the one that is called so, else one of a new code."""
    return [one.code or _by_name(one.name, called) for one in given]


def _by_name(name: Localised, called: Mapping[str, str]) -> str:
    words = [text.strip() for text in (name.get(locale, "") for locale in LOCALES) if text.strip()]
    known = next((called[word] for word in words if word in called), "")
    return known or (rules.attribute_code(words[0]) if words else "")


def read(
    given: Sequence[Property], codes: Sequence[str], known: Mapping[str, Definition], kept: Mapping[str, Any],
    *, same_by_code: bool = False,
) -> Read:  # fmt: skip
    """What is written as it is kept stays as it is, whatever it is. `same_by_code` as of `set_properties`."""
    found = Read()
    if len(given) > max(MOST, len(kept)):
        found.errors["properties"] = "too_many"
    for place, (one, code) in enumerate(zip(given, codes, strict=True)):
        at = f"properties.{place}"
        name, definition = _stripped(one.name), known.get(code)
        wrong = _name_fault(name, code, definition, found, given_code=bool(one.code))
        if wrong and not (wrong == "taken" and same_by_code):
            found.errors[f"{at}.name"] = wrong
        value = _stripped(one.value)
        try:
            found.values[code] = _value(value, code, definition or Definition(name), kept.get(code))
        except Unreadable as trouble:
            found.errors[f"{at}.value"] = str(trouble)
            found.values[code] = None
        if definition is None:
            found.fresh[code] = name
        elif more := {locale: text for locale, text in name.items() if locale not in definition.label}:
            found.labels[code] = Localised(more)
    return found


def _stripped(text: Localised) -> Localised:
    return Localised({locale: words.strip() for locale, words in text.items()})


def _name_fault(name: Localised, code: str, definition: Definition | None, found: Read, given_code: bool) -> str:
    if not code:
        return "missing"
    if given_code and definition is None:
        return "not_a_choice"
    if code in found.values:
        return "same_twice"
    new = [text for locale, text in name.items() if definition is None or locale not in definition.label]
    if any(CONTROLS.search(text) for text in new):
        return "not_text"
    if any(len(text) > LONGEST_NAME for text in new):
        return "too_long"
    if given_code and definition and any(
        fold(text) != fold(definition.label.get(locale, text)) for locale, text in name.items()
    ):  # fmt: skip
        return "not_a_choice"
    return "" if given_code or definition is None or _is_called(name, code, definition) else "taken"


def _is_called(name: Localised, code: str, definition: Definition) -> bool:
    """Or has no name yet but its code: “Colour!” makes the code of “Colour”, and is not the same property for that."""
    called = {fold(text) for text in definition.label.values()}
    return called == {fold(code)} or any(fold(text) in called for text in name.values())


def _value(text: Localised, code: str, definition: Definition, before: Any) -> Any:
    if not text:
        raise Unreadable("missing")
    if before is not None and _as_before(text, definition, before):
        return before
    if any(CONTROLS.search(words) for words in text.values()):
        raise Unreadable("not_text")
    if any(len(words) > LONGEST_VALUE for words in text.values()):
        raise Unreadable("too_long")
    once = text.read("fr")
    if code == law.EXCLUSION:
        if not law.exclusion(once):
            raise Unreadable("not_a_choice")
        return once
    if definition.kind == "number":
        return _number(once, definition.unit, before)
    if definition.kind == "boolean":
        if fold(once) not in YES_NO:
            raise Unreadable("not_a_choice")
        return YES_NO[fold(once)]
    if definition.kind == "choices":
        return list(dict.fromkeys(filter(None, BETWEEN.split(once))))
    return once if len(text) == len(LOCALES) and len(set(text.values())) == 1 else dict(text)


def _as_before(text: Localised, definition: Definition, before: Any) -> bool:
    said = rules.readable(before, definition.choices)
    if definition.kind in SAID_ONCE:
        return _plain(text.read("fr")) in {_plain(words) for words in said.values()}
    return all(_plain(text.get(locale, "")) == _plain(said.get(locale, "")) for locale in LOCALES)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _number(text: str, unit: str, before: Any) -> dict[str, Any]:
    """Without a unit it has that of before, else the attribute's."""
    found = NUMBER.fullmatch(THOUSANDS.sub("", text.replace("\u2212", "-")))
    if found is None:
        raise Unreadable("not_a_figure")
    number = float(found["number"].replace(",", "."))
    usual = before.get("unit", "") if isinstance(before, dict) else unit
    said = (found["unit"] or usual).strip()
    return {"value": int(number) if number.is_integer() else number, "unit": said}
