"""From words to a query of the index: every word in whichever field has it, compounds, measures and synonyms too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from comptoir.search.index import shades
from comptoir.search.index.shape import LANGUAGES, schema, stem
from comptoir.search.rules.words import Group

# What a word weighs in a field. Chosen on half of the judged searches, checked on the other half
# (docs/decisions/0016-search.md); what they differ by there is less than what one search does.
STEMMED = {"name": 2.0, "kind": 2.0, "about": 1.0, "values": 0.5}
PLAIN = {"terms": 3.0}
CALLED = ("name", "kind", "pairs")
JOINED, PAIR, PHRASE, SYNONYM, OTHER_LANGUAGE = 4.0, 3.0, 2.0, 0.8, 0.9
COMPLETE = 1_000.0  # a product with all the words stands before one with some
SAID, SHADE = 100.0, 0.05  # one that says the colour before one that is of a shade of it

Synonyms = Mapping[tuple[str, ...], Sequence[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Matched:
    """`every` asks for all the words; `some` makes the query for most of them, those with all first, of what is called
    or is by one of them: that a text mentions one word of several is no answer. `unknown` are words that nothing
    has."""

    every: Query
    some: Callable[[], Query]
    parts: int
    unknown: tuple[str, ...]


class Words:
    """Looks words up in the index as it is now, for a shopper who reads `locale`."""

    def __init__(self, searcher: tantivy.Searcher, locale: str, synonyms: Synonyms) -> None:
        self.searcher, self.synonyms = searcher, synonyms
        self.locales = [locale, *(other for other in LANGUAGES if other != locale)]
        self.unknown: list[str] = []
        self.shaded = False

    def match(self, groups: Sequence[Group]) -> Matched:
        """Refuses nothing: words that are nowhere match nothing."""
        parts: list[Query] = []
        place = 0
        while place < len(groups):
            length, part = self._part(groups, place)
            parts.append(part)
            place += length
        words = [word for group in groups for word in group.words]
        near = [(Occur.Should, phrase) for phrase in self._phrases(words)] if len(words) > 1 else []
        if self.shaded:
            said = self._all([self._group(group, shaded=False) for group in groups])
            near.append((Occur.Should, Query.boost_query(Query.const_score_query(said, 1.0), SAID)))
        every = Query.boolean_query([*((Occur.Must, part) for part in parts), *near])
        unknown = tuple(self.unknown)

        def some() -> Query:
            counted = len(parts) - 1 if len(unknown) == 1 else len(parts)  # one word that nothing has is forgiven
            least = counted - 1 if counted > 2 else 1
            most = Query.boolean_query([(Occur.Should, part) for part in parts], minimum_number_should_match=least)
            complete = Query.boost_query(Query.const_score_query(every, 1.0), COMPLETE)
            called = Query.const_score_query(self._called(words), 0.0)
            return Query.boolean_query([(Occur.Must, most), (Occur.Must, called), (Occur.Should, complete), *near])

        return Matched(every, some, len(parts), unknown)

    def knows(self, word: str) -> bool:
        """Whether any product has this word."""
        return any(self.searcher.doc_freq(field, token) for field, token in _everywhere(word, self.locales))

    def _part(self, groups: Sequence[Group], place: int) -> tuple[int, Query]:
        """A query for the group at `place`, or for more of them that are one thing, and how many."""
        for length in range(min(3, len(groups) - place), 0, -1):
            words = tuple(word for group in groups[place : place + length] for word in group.words)
            if others := self.synonyms.get(tuple(stem(word, self.locales[0]) for word in words)):
                these = [self._group(group) for group in groups[place : place + length]]
                known = [self._all([self._word(word) for word in other]) for other in others]
                return length, _best([self._all(these), *(Query.boost_query(each, SYNONYM) for each in known)])
        here = groups[place]
        following = groups[place + 1] if place + 1 < len(groups) else None
        if here.is_word and following and following.is_word and self.knows(here.words[0] + following.words[0]):
            apart = self._all([self._group(here), self._group(following)])
            return 2, _best([apart, self._word(here.words[0] + following.words[0])])
        return 1, self._group(here)

    def _group(self, group: Group, *, shaded: bool = True) -> Query:
        known = [self._all([self._word(word) for word in group.words])]
        pair = [
            (f"pairs_{locale}", stem(group.words[0], locale))
            for locale in self.locales
            if group.is_word and self.searcher.doc_freq(f"pairs_{locale}", stem(group.words[0], locale))
        ]
        known += [_term(field, token, PAIR) for field, token in pair]
        for token in dict.fromkeys(filter(None, (group.joined, *group.words))):
            if self.searcher.doc_freq("joined", token) and (token == group.joined or len(group.words) == 1):
                known.append(_term("joined", token, JOINED))
        family = shades.family(group.words[0], self.locales) if shaded and group.is_word else ""
        if family and self.searcher.doc_freq("shades", family):
            self.shaded = True
            known.append(Query.const_score_query(_term("shades", family, 1.0), SHADE))
        elif shaded and len(known) == 1 and group.is_word and not self.knows(group.words[0]):
            self.unknown.append(group.words[0])
        return _sum(known)

    def _word(self, word: str) -> Query:
        """The best language counts, not both: a name that is the same in two languages is found once."""
        sides = []
        for number, locale in enumerate(self.locales):
            token = stem(word, locale)
            side = _sum([_term(f"{field}_{locale}", token, weight) for field, weight in STEMMED.items()])
            sides.append(Query.boost_query(side, OTHER_LANGUAGE) if number else side)
        return _sum([_best(sides), *(_term(field, word, weight) for field, weight in PLAIN.items())])

    def _called(self, words: Sequence[str]) -> Query:
        """What has one of the words, or a synonym of one, in its name, kind, brand or numbers."""
        meant = list(words)
        for word in words:
            for other in self.synonyms.get((stem(word, self.locales[0]),), ()):
                meant += other
        named = [(f"{field}_{locale}", stem(word, locale)) for word in meant for locale in self.locales
                 for field in CALLED]  # fmt: skip
        named += [(field, word) for word in meant for field in (*PLAIN, "joined")]
        return Query.boolean_query([(Occur.Should, Query.term_query(schema(), *each)) for each in dict.fromkeys(named)])

    def _phrases(self, words: Sequence[str]) -> list[Query]:
        found = []
        for locale in self.locales:
            stems: list[str | tuple[int, str]] = [stem(word, locale) for word in words]
            query = Query.phrase_query(schema(), f"name_{locale}", stems, 1)
            found.append(Query.boost_query(query, PHRASE))
        return found

    @staticmethod
    def _all(queries: Sequence[Query]) -> Query:
        return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, each) for each in queries])


def _everywhere(word: str, locales: Sequence[str]) -> list[tuple[str, str]]:
    stemmed = [(f"{field}_{locale}", stem(word, locale)) for locale in locales for field in (*STEMMED, "pairs")]
    return [*stemmed, *((field, word) for field in (*PLAIN, "joined"))]


def _term(field: str, token: str, weight: float) -> Query:
    return Query.boost_query(Query.term_query(schema(), field, token), weight)


def _sum(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, each) for each in queries])


def _best(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(list(queries), 0.0)
