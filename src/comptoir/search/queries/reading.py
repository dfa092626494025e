"""The words of a search as they were meant: each that nothing has is read as another, as many as there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import tantivy
from tantivy import Occur, Query

from comptoir.org.contracts import ShopperContext
from comptoir.search.index.shape import schema
from comptoir.search.queries import spelling, steering
from comptoir.search.queries.matching import Matched, Words
from comptoir.search.rules import spelling as rules
from comptoir.search.rules.words import Group

BEGINNINGS = 10  # words that begin as the last one, among which one goes with the others
LEAST = 3  # letters of a beginning


def meant(
    searcher: tantivy.Searcher, groups: Sequence[Group], context: ShopperContext, *, is_open: bool = True
) -> tuple[Matched, list[Group]]:
    """The query for the words, and the words that it was made of where some were taken for others, else none of them.
    The last one may be the beginning of a word where `is_open`. Words that something has stay as they are."""
    matched = match(searcher, groups, context)
    if not matched.unknown:
        return matched, []
    instead = {word: spelling.meant(searcher, word) for word in matched.unknown}
    last = groups[-1].words[-1]
    if is_open and last in instead and len(last) >= LEAST:
        begun = spelling.begun(searcher, last, BEGINNINGS)
        head = match(searcher, _read(groups[:-1], instead), context) if len(groups) > 1 else None
        instead[last] = next(chain(fitting(searcher, head, begun), begun), instead[last])
    if not any(instead.values()):
        return matched, []
    read = _read(groups, instead)
    again = match(searcher, read, context)
    if len(groups) > 1 and not _is_believed(searcher, groups, read, again.unknown, context):
        return matched, []
    return again, read


def fitting(searcher: tantivy.Searcher, head: Matched | None, begun: Sequence[str]) -> Iterator[str]:
    """Those of these words of names that something has together with all that `head` asks for."""
    for word in begun:
        if head is None or _is_found(searcher, [head.every, Query.term_query(schema(), "words", word)]):
            yield word


def match(searcher: tantivy.Searcher, groups: Sequence[Group], context: ShopperContext) -> Matched:
    return Words(searcher, context.locale, steering.synonyms(context.locale)).match(groups)


def _read(groups: Sequence[Group], instead: dict[str, str | None]) -> list[Group]:
    return [Group((instead.get(each.words[0]) or each.words[0],)) if each.is_word else each for each in groups]


def _is_believed(
    searcher: tantivy.Searcher, groups: Sequence[Group], read: Sequence[Group], unknown: Sequence[str],
    context: ShopperContext,
) -> bool:  # fmt: skip
    """Of several words only where something has what is known of them together, else it is a guess that leads
    elsewhere: unless nothing has any of them as it stands, and all but one word at most are sure slips."""
    sure = [each for each in read if not (each.is_word and each.words[0] in unknown)]
    kept = [each for each in sure if each in groups]
    if (kept or len(sure) == len(read)) and _is_found(searcher, [match(searcher, sure, context).every]):
        return True
    changed = [(was.words[0], now.words[0]) for was, now in zip(groups, read, strict=True) if now != was]
    return not kept and len(unknown) < 2 and all(rules.is_sure(*each) for each in changed)


def _is_found(searcher: tantivy.Searcher, every: Sequence[Query]) -> bool:
    return bool(searcher.search(Query.boolean_query([(Occur.Must, each) for each in every]), 1, count=False).hits)
