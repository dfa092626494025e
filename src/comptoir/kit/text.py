"""Texts of data in several languages, and folding for search and sorting."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from django.db import models

LOCALES = ("fr", "en")


class Told(str):
    """A text that is not in the language that was asked for: `language` is its own."""

    __slots__ = ("language",)
    language: str


class Localised(dict[str, str]):
    """One text in several languages: `{"fr": "Bol", "en": "Bowl"}`. Empty texts are left out."""

    def __init__(self, texts: Mapping[str, str] | None = None, **named: str) -> None:
        given = {**texts, **named} if texts and named else texts or named
        super().__init__({k: v for k, v in given.items() if v})

    def read(self, locale: str) -> str:
        """The text in `locale`, else in the first language that has one, else an empty string."""
        if locale in self:
            return self[locale]
        return next((self[other] for other in LOCALES if other in self), "")

    def told(self, locale: str) -> str:
        """As `read`; in another language it is a `Told`, so that a page can say in which (WCAG 2.2, 3.1.2)."""
        if locale in self:
            return self[locale]
        for other in LOCALES:
            if other in self:
                text = Told(self[other])
                text.language = other
                return text
        return ""


class LocalisedField(models.JSONField):
    """A `Localised` stored as JSONB."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Localised | None:
        found = super().from_db_value(value, expression, connection)
        return None if found is None else Localised(found)


def fold(text: str) -> str:
    """Lower case without accents or ligatures, spaces collapsed: what sorting and search compare."""
    if text.isascii():
        return " ".join(text.lower().split())
    opened = text.replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae").replace("Æ", "Ae")
    plain = "".join(c for c in unicodedata.normalize("NFKD", opened) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def slugify(text: str) -> str:
    """An address part: folded, `a-z0-9` and hyphens, at most 80 characters; may be empty."""
    kept = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(text))
    return "-".join(kept.split())[:80].strip("-")


def distance(written: str, meant: str) -> int:
    """Letters left out, added, changed, or two side by side swapped (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, left in enumerate(written, 1):
        earlier, before, row = before, row, [i]
        for j, right in enumerate(meant, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == meant[j - 2] and written[i - 2] == right:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
