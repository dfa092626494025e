"""Does a product say enough to be bought, channel by channel? Rules as data. Pure.

A rule is asked of what a product says (`Told`), and counts by the channel: a search engine wants the bar code, an
assistant wants facts that it can compare, a person wants pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.catalog.law import GIFT_CARD, GOODS, NATURES, SAFETY
from comptoir.kit.text import Localised

CHANNELS: Mapping[str, str | Promise] = {
    "storefront": pgettext_lazy("channel", "Storefront"),
    "google": _("Google feed"),
    "assistant": _("Shopping assistants"),
}
SHORT = 150  # characters under which a description sells nothing
PICTURES = 3
FACTS = 4
# Parts of attribute codes, French and English, that say how large something is, or what it is made of.
SIZES = ("size", "taille", "dimension", "pointure", "height", "hauteur", "width", "largeur", "length", "longueur",
         "diameter", "diametre", "capacity", "contenance", "volume", "diagonal")  # fmt: skip
MATERIALS = ("material", "matiere", "composition", "fabric", "tissu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a product says of itself; `variants` counts the active ones, `with_…` those of them that have it, and
    `described` the pictures with an alternative text in both languages. `facts` are codes of attributes and options.
    `sized` says that what stands beside it has sizes, or a table of sizes is kept for it: a sauce boat has none."""

    name: Localised
    description: Localised
    pictures: int
    described: int
    brand: bool
    category: bool
    facts: frozenset[str]
    options: int
    variants: int
    with_gtin: int
    with_weight: int
    with_measures: int
    nature: str = GOODS
    sized: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """`weights` by channel; where a channel is not named the rule is not asked, nor of a product of another nature than
    `of`. `field` is where it is mended."""

    code: str
    missing: str | Promise
    weights: Mapping[str, int]
    holds: Callable[[Told], bool]
    field: str = ""
    of: tuple[str, ...] = NATURES


@dataclass(frozen=True, slots=True)
class Score:
    """From 0 to 100, and the codes of the rules that do not hold, the heaviest first."""

    score: int
    missing: tuple[str, ...]


def _all(storefront: int, google: int = 0, assistant: int = 0) -> dict[str, int]:
    weights = {"storefront": storefront, "google": google, "assistant": assistant}
    return {channel: weight for channel, weight in weights.items() if weight}


def _speaks(text: Localised, locale: str, least: int = 1) -> bool:
    return len((text.get(locale) or "").strip()) >= least


def _has(told: Told, parts: tuple[str, ...]) -> bool:
    return any(part in code for code in told.facts for part in parts)


RULES: tuple[Rule, ...] = (
    Rule("name_fr", _("no French name"), _all(10, 10, 8), lambda told: _speaks(told.name, "fr"), "name_fr"),
    Rule("name_en", _("no English name"), _all(8, 8, 8), lambda told: _speaks(told.name, "en"), "name_en"),
    Rule(
        "description_fr", _("no French description"), _all(10, 10, 10),
        lambda told: _speaks(told.description, "fr"), "description_fr",
    ),
    Rule(
        "description_en", _("no English description"), _all(8, 8, 10),
        lambda told: _speaks(told.description, "en"), "description_en",
    ),
    Rule(
        "long_fr", _("a French description of less than 150 characters"), _all(5, 3, 6),
        lambda told: _speaks(told.description, "fr", SHORT), "description_fr",
    ),
    Rule(
        "long_en", _("an English description of less than 150 characters"), _all(4, 3, 6),
        lambda told: _speaks(told.description, "en", SHORT), "description_en",
    ),
    Rule("picture", _("no picture"), _all(15, 20, 4), lambda told: told.pictures > 0, "pictures"),
    Rule(
        "pictures", _("fewer than three pictures"), _all(8, 4),
        lambda told: told.pictures >= PICTURES, "pictures",
    ),
    Rule(
        "alt", _("a picture without alternative text in both languages"), _all(4, 0, 4),
        lambda told: told.described == told.pictures, "pictures",
    ),
    Rule("category", _("no category"), _all(6, 6, 8), lambda told: told.category, "category"),
    Rule("brand", _("no brand"), _all(2, 10, 4), lambda told: told.brand, "brand"),
    Rule(
        "options", _("variants that nothing tells apart"), _all(8, 8, 8),
        lambda told: told.variants < 2 or told.options > 0,
    ),
    Rule(
        "size", _("no size"), _all(6, 4, 8),
        lambda told: not told.sized or _has(told, SIZES) or 0 < told.variants == told.with_measures, "properties",
        of=(GOODS,),
    ),
    Rule("material", _("no material"), _all(4, 2, 6), lambda told: _has(told, MATERIALS), "properties", (GOODS,)),
    Rule(
        "facts", _("fewer than four properties"), _all(3, 0, 12),
        lambda told: len(told.facts) >= FACTS, "properties",
        tuple(nature for nature in NATURES if nature != GIFT_CARD),
    ),
    Rule(
        "gtin", _("no GTIN"), _all(0, 14, 4),
        lambda told: 0 < told.variants == told.with_gtin, "gtins", of=(GOODS,),
    ),
    Rule(
        "weight", _("no weight"), _all(3, 4, 2),
        lambda told: 0 < told.variants == told.with_weight, "weight", of=(GOODS,),
    ),
    Rule(
        "safety", _("nobody named who answers for its safety"), _all(4, 0, 2),
        lambda told: SAFETY[0] in told.facts, "properties", of=(GOODS,),
    ),
)  # fmt: skip
REASONS: Mapping[str, str | Promise] = {rule.code: rule.missing for rule in RULES}
# A rule that says more of what another asks for at all: where that lacks, this needs no saying.
MORE_OF = {"long_fr": "description_fr", "long_en": "description_en", "pictures": "picture"}
FIELDS: Mapping[str, str] = {rule.code: rule.field for rule in RULES}


def reasons(missing: Sequence[str]) -> dict[str, str | Promise]:
    """In words, by code, each thing once."""
    return {code: REASONS[code] for code in missing if code in REASONS and MORE_OF.get(code) not in missing}


def score(told: Told, channel: str) -> Score:
    """The share of the channel's weights whose rules hold, rounded down: 100 means that nothing is missing."""
    asked = [rule for rule in RULES if channel in rule.weights and told.nature in rule.of]
    total = sum(rule.weights[channel] for rule in asked)
    lacking = [rule for rule in asked if not rule.holds(told)]
    lost = sum(rule.weights[channel] for rule in lacking)
    heaviest = sorted(lacking, key=lambda rule: -rule.weights[channel])
    return Score((total - lost) * 100 // total, tuple(rule.code for rule in heaviest))
