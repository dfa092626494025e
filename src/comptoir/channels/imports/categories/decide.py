"""Chooses a category by the rules of `rules.toml` and names the rule that decided."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from comptoir.channels.imports.contracts import FeedItem
from comptoir.kit.text import Localised, fold

OTHER = "other"
PIECES = re.compile(r"\b\d+ (?:pc\(s\)|pcs\b\.?)")


@dataclass(frozen=True, slots=True)
class Decision:
    """`names` from the root down, in French and English, and the name of the rule that gave them."""

    names: tuple[Localised, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the table, ready to be tried: see the head of `rules.toml` for what each part means."""

    decision: Decision
    title: re.Pattern[str] | None
    details: frozenset[str]
    values: tuple[tuple[str, tuple[str, ...]], ...]
    brands: frozenset[str]
    unless: re.Pattern[str] | None

    def fits(self, title: str, brand: str, given: Mapping[str, str]) -> bool:
        """Whether an article with this folded title, folded brand and these details belongs here."""
        if self.brands and brand not in self.brands:
            return False
        told = (
            (self.title is not None and self.title.search(title))
            or not self.details.isdisjoint(given)
            or any(given.get(name, "").startswith(starts) for name, starts in self.values)
            or (self.brands and self.title is None and not self.details and not self.values)
        )
        return bool(told) and (self.unless is None or self.unless.search(title) is None)


def decide(item: FeedItem) -> Decision:
    """The first rule that fits, else "Autres articles" / "Other articles" with the rule "other"."""
    title, brand = PIECES.sub("", fold(item.title)), fold(item.brand)
    given = {_folded(one.name): one.text for one in item.attributes}
    for name in _told_by_value() & given.keys():
        given[name] = fold(given[name])
    for rule in rules():
        if rule.fits(title, brand, given):
            return rule.decision
    return Decision((Localised(fr="Autres articles", en="Other articles"),), OTHER)


@lru_cache(maxsize=10_000)
def _folded(name: str) -> str:
    return fold(name)


@cache
def _told_by_value() -> frozenset[str]:
    return frozenset(name for rule in rules() for name, _starts in rule.values)


@cache
def rules() -> tuple[Rule, ...]:
    """The table that comes with the package."""
    table = tomllib.loads(files(__package__).joinpath("rules.toml").read_text(encoding="utf-8"))
    return tuple(_rule(entry) for entry in table["rule"])


def _rule(entry: Mapping[str, Any]) -> Rule:
    names = tuple(Localised(fr=fr, en=en) for fr, en in zip(entry["fr"], entry["en"], strict=True))
    return Rule(
        decision=Decision(names, entry["name"]),
        title=_words(entry.get("title", ())),
        details=frozenset(entry.get("details", ())),
        values=tuple((name, tuple(starts)) for name, starts in entry.get("values", {}).items()),
        brands=frozenset(entry.get("brands", ())),
        unless=_words(entry.get("unless", ())),
    )


def _words(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of the phrases as whole words; `*` at the end stands for any ending."""
    parts = [
        re.escape(phrase.removesuffix("*")) + ("" if phrase.endswith("*") else r"(?![\w])")
        for phrase in phrases
    ]
    return re.compile(r"(?<![\w])(?:" + "|".join(parts) + ")") if parts else None
