"""A batch of the journal becomes identifiers, links, moments and traits, in the transaction of its delivery."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import ModuleType
from uuid import UUID

from comptoir.journal.contracts import Consumer, Event, Lane, LegalBasis, Word
from comptoir.journal.vocabulary import (
    accounts,
    aftersales,
    checkout,
    collector,
    consent,
    fulfilment,
    invoicing,
    orders,
    payments,
    promises,
    recognition,
    reviews,
    search,
    wishes,
)
from comptoir.kit import sql
from comptoir.profiles import names, tastes, traits
from comptoir.profiles.evidence import Evidence, evidence, met, pairs
from comptoir.profiles.linking import link
from comptoir.profiles.moments import keep_moments
from comptoir.profiles.queries import people_of
from comptoir.profiles.rules import CUSTOMER, Identifier

HEARD = (
    accounts, aftersales, checkout, collector, consent, fulfilment, invoicing, orders, payments, promises,
    recognition, reviews, search, wishes,
)  # fmt: skip
# Whoever is counted as one with them is looked at too.
TOUCH = """
WITH new AS (
    SELECT person_id FROM profiles_identifier WHERE id = ANY(%s::bigint[]) UNION SELECT unnest(%s::uuid[])
)
INSERT INTO profiles_touched (person_id, at)
SELECT person_id, now() FROM (
    SELECT person_id FROM new UNION SELECT other_id FROM profiles_linked JOIN new USING (person_id)
) AS touched ORDER BY person_id
ON CONFLICT (person_id) DO UPDATE SET at = excluded.at
"""
TAKE = """
DELETE FROM profiles_touched WHERE person_id IN (
    SELECT person_id FROM profiles_touched ORDER BY at LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING person_id
"""


def hear(events: list[Event]) -> None:
    """Keep what these events say of people. The same event twice is one."""
    found = _lawful([each for each in map(evidence, events) if each])
    kept = {each.event.event_id for each in found}
    _let_go([event.event_id for event in events if event.event_id not in kept and event.subject_kind == "visitor"])
    if not found:
        return
    changed = link(met(found), pairs(found))
    new, whose = keep_moments(found, changed.met)
    fresh = [each.event for each in found if each.event.event_id in new]
    traits.state(fresh, whose)
    traits.buy(fresh, whose)
    tastes.count(fresh, whose)
    touch(changed.people, {whose[event.event_id] for event in fresh if event.event_id in whose})


def touch(people: Collection[UUID], identifiers: Collection[int] = ()) -> None:
    """Tell whoever keeps something by person that these are to be looked at again."""
    if people or identifiers:
        sql.run(TOUCH, [sorted(identifiers), sorted(people)])


def look_again(customers: Collection[UUID]) -> None:
    """These customers, and whoever is counted as one with them, are another set of records now."""
    touch(set(people_of([(CUSTOMER, str(each)) for each in customers]).values()))


def take_touched(limit: int = 1000) -> list[UUID]:
    """People, gone ones included, that something new is known of since they were last taken: in the caller's
    transaction, each to one caller."""
    return [row[0] for row in sql.rows(TAKE, [limit])]


def _let_go(unlawful: list[UUID]) -> None:
    """Personal values of reports that are kept of nobody go."""
    if unlawful:
        sql.run("DELETE FROM profiles_heard WHERE event_id = ANY(%s::uuid[])", [unlawful])


def _lawful(found: list[Evidence]) -> list[Evidence]:
    """Without what names nobody by the word of staff, and what was erased."""
    named = {name for each in found for name in each.named}
    nobody, erased = names.nobody(named), names.forgotten(named)
    if not nobody and not erased:
        return found
    return [each for each in (_without(each, nobody, erased) for each in found) if each.named or each.about]


def _without(each: Evidence, nobody: Collection[Identifier], erased: Mapping[Identifier, datetime]) -> Evidence:
    at = each.event.occurred_at
    left = tuple(name for name in each.named if name not in nobody and (name not in erased or at > erased[name]))
    return replace(each, named=left) if left != each.named else each


def _words(modules: Iterable[ModuleType], consented: bool) -> tuple[type[Word], ...]:
    """The words of these rooms that are about people, by whether they were consented to."""
    declared = (each for module in modules for each in vars(module).values() if isinstance(each, type))
    found = {each for each in declared if issubclass(each, Word) and hasattr(each, "NAME")}
    kept = [w for w in found if w.LANE != Lane.EXEMPT and (w.LEGAL_BASIS == LegalBasis.CONSENT) == consented]
    return tuple(sorted(kept, key=lambda each: (each.NAME, each.VERSION)))


# Two readers: what they write of one person is the same in any order, and stripes of locks keep people apart.
BEHAVIOUR = Consumer(
    name="profiles.behaviour", words=_words(HEARD, True), handle=hear, purpose="measurement", shards=2
)
SERVICE = Consumer(name="profiles.service", words=_words(HEARD, False), handle=hear, purpose="service")
