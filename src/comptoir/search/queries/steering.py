"""Synonyms and redirects that the merchant keeps, as searches read them: of at most three seconds ago."""

from __future__ import annotations

from collections import defaultdict

from comptoir.kit import cache, sql
from comptoir.search.index.shape import stem
from comptoir.search.queries.matching import Synonyms
from comptoir.search.rules.words import normal, plain

SYNONYMS = "SELECT words, one_way FROM search_synonyms WHERE language IN ('', %s) ORDER BY id"
REDIRECTS = "SELECT query, target FROM search_redirect"


def synonyms(locale: str) -> Synonyms:
    """From the stems of words to the words that mean the same."""
    return cache.keep(f"search synonyms {locale}", lambda: _synonyms(locale))


def redirect(text: str) -> str:
    """Where who asks for this is led; empty for nowhere."""
    return cache.keep("search redirects", lambda: dict(sql.rows(REDIRECTS))).get(normal(text), "")


def _synonyms(locale: str) -> Synonyms:
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for texts, one_way in sql.rows(SYNONYMS, [locale]):
        known = [tuple(plain(text)) for text in texts]
        for words in known[:1] if one_way else known:
            others = [other for other in known if other and other != words]
            found[tuple(stem(word, locale) for word in words)] += others
    return dict(found)
