"""Options and their values, combined: which variants there would be, and how they would be called. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product
from math import prod

from comptoir.assortment.contracts import Axis, Choice
from comptoir.catalog import facade as catalog
from comptoir.kit.text import LOCALES, fold, slugify

MOST_AXES = 3
MOST_VALUES = 60
MOST_VARIANTS = 200
LONGEST_WORD = 80
LONGEST_NUMBER = 100
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
NUMBER = re.compile(r"[\w.+/-]+", re.ASCII)


def errors(axes: Sequence[Axis], pattern: str) -> dict[str, str]:
    """What is wrong with what is asked, by field; empty when nothing is."""
    codes = [axis.code for axis in axes]
    if not axes:
        return {"axes": "missing"}
    if len(axes) > MOST_AXES or prod(len(axis.values) for axis in axes) > MOST_VARIANTS:
        return {"axes": "too_many_variants"}
    if len(set(codes)) < len(codes) or not all(codes):
        return {"axes": "same_twice"}
    for place, axis in enumerate(axes, start=1):
        words = [*axis.label.values(), *(text for value in axis.values for text in value.values())]
        if not axis.label:
            return {f"label_{place}": "missing"}
        if not axis.values or not all(axis.values):
            return {f"values_{place}": "missing"}
        if len(axis.values) > MOST_VALUES or any(len(word) > LONGEST_WORD for word in words):
            return {f"values_{place}": "too_long"}
        if len({fold(value.read("fr")) for value in axis.values}) < len(axis.values):
            return {f"values_{place}": "same_twice"}
    allowed = {"product", *codes}
    if not set(PLACEHOLDER.findall(pattern)) <= allowed or not NUMBER.fullmatch(PLACEHOLDER.sub("", pattern) or "-"):
        return {"pattern": "not_a_pattern"}
    return {}


def usual_pattern(axes: Sequence[Axis]) -> str:
    return "-".join(["{product}", *(f"{{{axis.code}}}" for axis in axes)])


def combinations(axes: Sequence[Axis]) -> list[tuple[Choice, ...]]:
    """Each value of each axis with each of the others, the last axis turning fastest."""
    each = [[Choice(code=axis.code, label=axis.label, value=value) for value in axis.values] for axis in axes]
    return list(product(*each))


def number(pattern: str, external_id: str, chosen: Sequence[Choice]) -> str:
    """The article number of a combination: `{product}` is the product's number, `{colour}` the value's French word."""
    words = {
        choice.code: slugify(choice.value.read("fr")) or catalog.digest(choice.value.read("fr")) for choice in chosen
    }
    return PLACEHOLDER.sub(lambda found: (words | {"product": external_id})[found[1]], pattern)[:LONGEST_NUMBER]


def own_ids(external_id: str, chosen: Sequence[Choice]) -> tuple[str, str]:
    """External ids for a combination, the more beautiful first, the other for where that one is taken: always the same
    for the same words, whatever the pattern of its number."""
    words = [slugify(one.value.read("fr")) for one in chosen]
    whole = "-".join([external_id, *filter(None, words)])
    sure = f"{whole[:80]}-{catalog.digest(repr((external_id, key(chosen))))}"
    return (whole if len(whole) <= LONGEST_NUMBER and all(words) else sure), sure


def key(chosen: Sequence[Choice]) -> tuple[tuple[str, str], ...]:
    """What two equal combinations have in common: option and French word, in the order of the codes."""
    return tuple(sorted((one.code, fold(one.value.read("fr"))) for one in chosen))


def key_of(options: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """As `key`, of a variant that exists: code to French word."""
    return tuple(sorted((code, fold(word)) for code, word in options.items()))


def stored(choice: Choice) -> str | dict[str, str]:
    """How the catalogue keeps the value: one text where both languages say the same."""
    words = {choice.value.read(locale) for locale in LOCALES}
    return words.pop() if len(words) == 1 else dict(choice.value)
