"""The word that was meant, among those that the shop has."""

from __future__ import annotations

from collections.abc import Iterable

import tantivy
from tantivy import Query

from comptoir.search.index import shades
from comptoir.search.index.shape import schema
from comptoir.search.rules import spelling

ENOUGH = 60  # documents to look for words in
MOST = 2_000
LEAST = 3  # letters of a word that may be another one: in three, none but a doubled letter is a slip
_remembered: dict[tantivy.Searcher, dict[str, str | None]] = {}  # of one searcher, the last


def meant(searcher: tantivy.Searcher, word: str) -> str | None:
    """The nearest word of names, brands, categories and colours; None when there is none within a slip or two.
    Remembered as long as the index stands as it is: to read the words of sixty products is the dearest that a search
    does, and the same slips come again."""
    known = _remembered.get(searcher)
    if known is None or len(known) >= MOST:
        _remembered.clear()
        known = _remembered.setdefault(searcher, {})
    if word not in known:
        known[word] = _meant(searcher, word)
    return known[word]


def _meant(searcher: tantivy.Searcher, word: str) -> str | None:
    if not spelling.allowed(word):
        return spelling.nearest(word, _counted(searcher, spelling.doubled(word))) if len(word) >= LEAST else None
    for slips in range(1, spelling.reach(word) + 1):
        query = Query.fuzzy_term_query(schema(), "words", word, slips, transposition_cost_one=True)
        hits = searcher.search(query, ENOUGH).hits
        found = {other for _score, address in hits for text in searcher.doc(address)["words"] for other in text.split()}
        near = [other for other in found | set(shades.named()) if abs(len(other) - len(word)) <= slips]
        if best := spelling.nearest(word, _counted(searcher, near)):
            return best
    return None


def _counted(searcher: tantivy.Searcher, words: Iterable[str]) -> list[tuple[str, int]]:
    """Those of these words that the shop has, or that ask for a colour that it has; with how many products."""
    families = shades.named()
    counts = {
        word: searcher.doc_freq("words", word) or searcher.doc_freq("shades", families.get(word, "")) for word in words
    }
    return [(word, count) for word, count in counts.items() if count]


def begun(searcher: tantivy.Searcher, beginning: str, limit: int) -> list[str]:
    """Words that begin so, the most frequent first."""
    if len(beginning) < 2:
        return []
    known = searcher.terms_with_prefix("words", beginning, limit=200)
    return [word for word, _count in sorted(known, key=lambda one: (-one[1], one[0]))][:limit]
