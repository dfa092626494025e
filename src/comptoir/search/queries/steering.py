"""Synonyms, redirects and facets that the merchant keeps, as searches read them: of at most three seconds ago."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from comptoir.catalog.contracts import CategoryNode
from comptoir.kit import cache, sql
from comptoir.search.contracts import FacetRules
from comptoir.search.index.shape import stem
from comptoir.search.queries.matching import Synonyms
from comptoir.search.rules import facets
from comptoir.search.rules.words import normal, plain

SYNONYMS = "SELECT words, one_way FROM search_synonyms WHERE language IN ('', %s) ORDER BY id"
FACETS = "SELECT category_id, code, pinned FROM search_facetrule ORDER BY position, id"
REDIRECTS = "SELECT query, target FROM search_redirect"


def synonyms(locale: str) -> Synonyms:
    """From the stems of words to the words that mean the same."""
    return cache.keep(f"search synonyms {locale}", lambda: _synonyms(locale))


def redirect(text: str) -> str:
    """Where who asks for this is led; empty for nowhere."""
    return cache.keep("search redirects", lambda: dict(sql.rows(REDIRECTS))).get(normal(text), "")


def facet_rules(category: CategoryNode | None) -> FacetRules:
    """What is said of attributes in the category: by itself, by those above it, and everywhere."""
    said = said_of_facets()
    trail = reversed(category.path.split("/")) if category else ()
    return facets.merged([said[level] for level in (*map(UUID, trail), None) if level in said])


def said_of_facets() -> dict[UUID | None, FacetRules]:
    """By category; None is everywhere."""
    return cache.keep("search facets", _facets)


def _facets() -> dict[UUID | None, FacetRules]:
    pinned: dict[UUID | None, list[str]] = defaultdict(list)
    hidden: dict[UUID | None, set[str]] = defaultdict(set)
    for category, code, is_pinned in sql.rows(FACETS):
        if is_pinned:
            pinned[category].append(code)
        else:
            hidden[category].add(code)
    return {
        level: FacetRules(pinned=tuple(pinned.get(level, ())), hidden=frozenset(hidden.get(level, ())))
        for level in (*pinned, *hidden)
    }


def _synonyms(locale: str) -> Synonyms:
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for texts, one_way in sql.rows(SYNONYMS, [locale]):
        known = [tuple(plain(text)) for text in texts]
        for words in known[:1] if one_way else known:
            others = [other for other in known if other and other != words]
            found[tuple(stem(word, locale) for word in words)] += others
    return dict(found)
