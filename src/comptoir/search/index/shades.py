"""A word for a colour finds things in all its shades: red finds brick and wine too, behind what says red."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from comptoir.catalog import facade as catalog
from comptoir.search.index.shape import LANGUAGES, stem


def of(values: Iterable[Any]) -> list[str]:
    """The families of the colours among these values of attributes and options, by their names in each language."""
    named = [text for value in values if value.code in catalog.COLOUR_CODES for text in value.text.values()]
    shades = {shade for text in named if (shade := catalog.shade(text))}
    return sorted({family for shade in shades for family in catalog.colour_families(shade)})


def family(word: str, locales: Iterable[str]) -> str:
    """Which family somebody asks for by this word, in whichever form; empty for none."""
    forms = _forms()
    return next((forms[locale][form] for locale in locales if (form := stem(word, locale)) in forms[locale]), "")


@lru_cache(maxsize=1)
def named() -> dict[str, str]:
    """The words for colours as they are written, each with its family."""
    return {word: name for name, words in catalog.COLOUR_FAMILIES.items() for word in words}


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[str, str]]:
    return {
        locale: {stem(word, locale): name for name, words in catalog.COLOUR_FAMILIES.items() for word in words}
        for locale in LANGUAGES
    }
