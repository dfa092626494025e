"""Values of attributes with their labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from comptoir.catalog import rules
from comptoir.catalog.contracts import AttributeValue
from comptoir.kit import cache, sql
from comptoir.kit.text import Localised

STATEMENT = "SELECT code, label, choices FROM catalog_attribute WHERE code = ANY(%s)"

CALLED = """
SELECT DISTINCT ON (word) word, code FROM catalog_attribute, unnest(%(words)s::text[]) AS word
WHERE lower(word) IN (lower(label ->> 'fr'), lower(label ->> 'en')) AND kind IN ('text', 'choice')
ORDER BY word, length(code), code
"""


def values(given: Sequence[Mapping[str, Any]]) -> list[tuple[AttributeValue, ...]]:
    """For each mapping of code to value, the values as people read them; one query at most, none for attributes
    that were read just before."""
    codes = sorted({code for one in given for code in one})
    known = cache.keep_each("attributes", codes, _read)
    return [
        tuple(_value(code, value, *(known[code] or (Localised(fr=code), []))) for code, value in one.items())
        for one in given
    ]


def labels(codes: Sequence[str]) -> dict[str, Localised]:
    """How attributes are called; unknown codes are left out. One query at most."""
    known = cache.keep_each("attributes", sorted(set(codes)), _read)
    return {code: found[0] for code, found in known.items() if found}


def attributes_called(words: Sequence[str]) -> dict[str, str]:
    """The code of the attribute that has this label in one of the languages; unknown words are left out."""
    return dict(sql.rows(CALLED, {"words": list(words)})) if words else {}


def _read(codes: list[str]) -> dict[str, tuple[Localised, Sequence[Mapping[str, Any]]]]:
    return {code: (Localised(label), choices) for code, label, choices in sql.rows(STATEMENT, [codes])}


def _value(code: str, value: Any, label: Localised, choices: Sequence[Mapping[str, Any]]) -> AttributeValue:
    return AttributeValue(code=code, label=label, text=rules.readable(value, choices), value=value)
