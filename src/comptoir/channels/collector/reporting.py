"""A source as each of its events needs it: what is the same for many events is found out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from uuid import UUID

from comptoir.channels.collector import lines, personal, visit
from comptoir.journal.vocabulary import collector as words
from comptoir.sources import facade as sources
from comptoir.sources.contracts import SourceInfo

WORDS: dict[str, type[words.Reported]] = {
    "page": words.PageViewed,
    "screen": words.ScreenViewed,
    "track": words.EventTracked,
    "identify": words.IdentityStated,
    "alias": words.AliasStated,
    "group": words.GroupStated,
}
MOST_SHAPES, MOST_PROPERTIES = 2_000, 40  # of what is remembered


@dataclass(frozen=True, slots=True)
class Shape:
    """What the names of the properties and the kinds of their values decide, whatever the values are: names that go,
    texts and nested ones that are looked through, whether one tells a page, an e-mail or a telephone, and faults."""

    gone: tuple[str, ...]
    texts: tuple[str, ...]
    nested: tuple[str, ...]
    of_page: bool
    identifying: bool
    faults: tuple[str, ...]


@dataclass(slots=True)
class Reporter:
    """`heads` are the columns of a row that depend on the kind of event alone."""

    source: SourceInfo
    heads: dict[str, bytes]
    _mark: Any
    _shapes: dict[tuple[Any, ...], Shape] = field(default_factory=dict)

    def key(self, message_id: str) -> bytes:
        """What an event is known again by."""
        mark = self._mark.copy()
        mark.update(message_id.encode())
        found: bytes = mark.digest()
        return found

    def shape(self, kind: str, name: str, properties: Mapping[str, Any]) -> Shape:
        """Of an event of this name today."""
        look = (kind, name, *properties, *map(type, properties.values()))
        found = self._shapes.get(look)
        if found is None:
            found = _shape(self.source, kind, name, properties)
            if len(properties) <= MOST_PROPERTIES and all(len(each) <= personal.LONGEST_NAME for each in properties):
                if len(self._shapes) >= MOST_SHAPES:
                    self._shapes.clear()
                self._shapes[look] = found
        return found


_reporters: dict[UUID, Reporter] = {}


def reporter(source: SourceInfo) -> Reporter:
    """The same one as long as nothing of the source changes."""
    found = _reporters.get(source.id)
    if found is None or (found.source is not source and found.source != source):
        heads = {kind: _head(source, word) for kind, word in WORDS.items()}
        found = _reporters[source.id] = Reporter(source, heads, blake2b(source.id.bytes, digest_size=16))
    found.source = source
    return found


def _head(source: SourceInfo, word: type[words.Reported]) -> bytes:
    basis = "contract" if source.regime == "contract" else word.LEGAL_BASIS.value
    return lines.head(
        word.VERSION, word.NAME, word.LANE, basis, source.code, source.channel, source.market, source.legal_entity,
        source.storefront, word.SUBJECT_KIND, f"source:{source.code}",
    )  # fmt: skip


def _shape(source: SourceInfo, kind: str, name: str, properties: Mapping[str, Any]) -> Shape:
    means = {each: personal.means(each) for each in properties}
    kept = {
        each: value
        for each, value in properties.items()
        if value is not None and means[each] is None and each not in visit.OF_PAGE
    }
    return Shape(
        gone=tuple(each for each in properties if each not in kept),
        texts=tuple(each for each, value in kept.items() if isinstance(value, str)),
        nested=tuple(each for each, value in kept.items() if isinstance(value, dict | list)),
        of_page=any(each in visit.OF_PAGE for each in properties),
        identifying=any(meant in ("email", "phone") for meant in means.values()),
        faults=tuple(sources.faults(source.plan, name, kept)) if kind == "track" else (),
    )
